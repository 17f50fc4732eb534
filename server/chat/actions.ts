import type { ChatVerb } from "../contract/chat.ts";
import type { DaemonStatus } from "../contract/daemon.ts";
import { NightshiftError, toErrorBody } from "../contract/errors.ts";
import type { ChatMessage as Row } from "../db/generated/client.ts";
import type { Database } from "../db/open.ts";
import { doneWords } from "./action-words.ts";
import { readMarks } from "./marks.ts";
import { dataOf, type MessageData, toJson } from "./message-row.ts";
import { settle, tell } from "./settle-action.ts";

/** What is later than this was not wanted for now. */
const OVERDUE_MS = 60_000;
const SLOWEST_LOOK_MS = 60_000;
const RETRY_MS = 2_000;

type Verb = Exclude<ChatVerb, "tell">;

export interface ActionDeskOptions {
	database(): Database | null;
	supervisor: {
		statusOf(name: string): DaemonStatus;
		start(name: string): Promise<DaemonStatus>;
		stop(name: string): Promise<DaemonStatus>;
		restart(name: string): Promise<DaemonStatus>;
	};
	/** A message of this conversation is not as it was. */
	onChange(daemon: string): void;
	/** Told whether the database can be used. */
	trouble: { failed(error: unknown): void; worked(): void };
}

/**
 * Carries out what was asked for in the chat, once its time to undo has passed: exactly once, also when the dashboard dies in
 * between. A row says how far each is. It is `waiting` until it is claimed (a message for a daemon is sent in that same
 * transaction), then `acting` until what came of it is known.
 */
export class ActionDesk {
	private timer: NodeJS.Timeout | undefined;
	private running: Promise<void> | null = null;
	private again = false;
	private closed = false;
	/** Those of this process: another process's would be one that died. */
	private readonly acting = new Map<number, Promise<void>>();

	constructor(private readonly options: ActionDeskOptions) {}

	/** Looks at what is due, now and whenever something becomes due. */
	look(): void {
		if (this.closed) return;
		this.again = true;
		this.running ??= this.pass().finally(() => {
			this.running = null;
		});
	}

	/** @throws NightshiftError `not-found`; `version-conflict` when it is too late */
	async undo(db: Database, daemon: string, id: number): Promise<void> {
		await db.write(async (transaction) => {
			const row = await transaction.chatMessage.findFirst({ where: { id, daemon, kind: "action" } });
			if (!row) throw new NightshiftError("not-found", `There is nothing to undo at message ${id}.`);
			if (row.state === "undone") return;
			if (row.state !== "waiting") {
				throw new NightshiftError("version-conflict", "It was already carried out; say what you want instead.");
			}
			await settle(transaction, row, "undone", "You took it back; nothing was done.");
		});
		this.options.onChange(daemon);
	}

	async close(): Promise<void> {
		this.closed = true;
		clearTimeout(this.timer);
		await this.running;
	}

	private async pass(): Promise<void> {
		clearTimeout(this.timer);
		let nextMs = SLOWEST_LOOK_MS;
		try {
			while (this.again && !this.closed) {
				this.again = false;
				nextMs = await this.carryOut();
			}
			this.options.trouble.worked();
		} catch (error) {
			this.options.trouble.failed(error);
			nextMs = RETRY_MS;
		}
		if (!this.closed) this.timer = setTimeout(() => this.look(), nextMs).unref();
	}

	/** @returns in how many ms the next is due */
	private async carryOut(): Promise<number> {
		const db = this.options.database();
		if (!db) return RETRY_MS;
		const rows = await db.read(async (prisma) => {
			const { open } = await readMarks(prisma);
			return prisma.chatMessage.findMany({ where: { id: { in: open }, kind: "action" }, orderBy: { id: "asc" } });
		});
		let nextMs = SLOWEST_LOOK_MS;
		for (const row of rows) {
			const action = dataOf(row).action;
			if (!action || this.acting.has(row.id)) continue;
			const inMs = Date.parse(action.actsAt) - Date.now();
			if (row.state === "waiting" && inMs > 0) nextMs = Math.min(nextMs, inMs + 1);
			else if (row.state === "waiting") await this.begin(db, row);
			else if (row.state === "acting") await this.takeUp(db, row);
		}
		return nextMs;
	}

	/** Claims it, and carries it out. */
	private async begin(db: Database, { id, daemon }: Row): Promise<void> {
		const claimed = await db.write(async (transaction) => {
			const row = await transaction.chatMessage.findUnique({ where: { id } });
			const action = row && dataOf(row).action;
			if (row?.state !== "waiting" || !action) return null;
			if (Date.now() - Date.parse(action.actsAt) > OVERDUE_MS) {
				await settle(transaction, row, "failed", "The dashboard did not run when it was due, so it was not done.");
				return null;
			}
			let status: DaemonStatus;
			try {
				status = this.options.supervisor.statusOf(action.daemon);
			} catch (error) {
				await settle(transaction, row, "failed", toErrorBody(error).message);
				return null;
			}
			if (action.verb === "tell") {
				await tell(transaction, row);
				return null;
			}
			const { desired, pid, startedAt } = status;
			const data: MessageData = { ...dataOf(row), before: { desired, pid, startedAt } };
			return transaction.chatMessage.update({
				where: { id },
				data: { state: "acting", data: toJson(data), version: { increment: 1 } },
			});
		});
		this.options.onChange(daemon);
		if (claimed) this.act(db, claimed);
	}

	/** One that another dashboard had begun when it died: it shows in the daemon whether that had got through. */
	private async takeUp(db: Database, row: Row): Promise<void> {
		const { action, before } = dataOf(row);
		if (!action || action.verb === "tell") return;
		let status: DaemonStatus;
		try {
			status = this.options.supervisor.statusOf(action.daemon);
		} catch (error) {
			return this.finish(db, row, "failed", toErrorBody(error).message);
		}
		if (wasDone(action.verb, before, status)) return this.finish(db, row, "complete", doneWords(action, status));
		if (Date.now() - Date.parse(action.actsAt) > OVERDUE_MS) {
			return this.finish(db, row, "failed", "The dashboard ended before it could be done, so it was not done.");
		}
		this.act(db, row);
	}

	/** Not waited for: a stop may take its time, and others must not. */
	private act(db: Database, row: Row): void {
		const { action } = dataOf(row);
		if (!action) return;
		const verb = action.verb as Verb;
		const work = async () => {
			try {
				const status = await this.options.supervisor[verb](action.daemon);
				const failed = status.phase === "failed" || status.phase === "stop-failed";
				await this.finish(db, row, failed ? "failed" : "complete", doneWords(action, status));
			} catch (error) {
				// One that the database cannot take now stays `acting`, and is taken up at the next look.
				await this.finish(db, row, "failed", toErrorBody(error).message).catch(this.options.trouble.failed);
			} finally {
				this.acting.delete(row.id);
			}
		};
		this.acting.set(row.id, work());
	}

	private async finish(db: Database, { id, daemon }: Row, state: "complete" | "failed", words: string): Promise<void> {
		await db.write(async (transaction) => {
			const row = await transaction.chatMessage.findUnique({ where: { id } });
			if (row?.state === "acting") await settle(transaction, row, state, words);
		});
		this.options.onChange(daemon);
	}
}

/** The wish is in the files of the supervisor, or the instance is another one. */
function wasDone(verb: Verb, before: MessageData["before"], status: DaemonStatus): boolean {
	if (!before) return false;
	const isOther = status.pid !== before.pid || status.startedAt !== before.startedAt;
	if (verb === "restart") return isOther && status.desired === "up";
	const wanted = verb === "start" ? "up" : "down";
	return status.desired === wanted && before.desired !== wanted;
}
