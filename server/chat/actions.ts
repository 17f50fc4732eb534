import type { ChatAction, ChatVerb } from "../contract/chat.ts";
import type { DaemonStatus } from "../contract/daemon.ts";
import { NightshiftError, toErrorBody } from "../contract/errors.ts";
import type { ChatMessage as Row } from "../db/generated/client.ts";
import type { Database } from "../db/open.ts";
import { inPasses, type Passes } from "../passes.ts";
import { doneWords } from "./action-words.ts";
import { readMarks } from "./marks.ts";
import { dataOf, type MessageData, toJson } from "./message-row.ts";
import { settle, tell } from "./settle-action.ts";

/** What is later than this was not wanted for now. */
const OVERDUE_MS = 60_000;
const SLOWEST_LOOK_MS = 60_000;
const RETRY_MS = 2_000;

type Verb = Exclude<ChatVerb, "tell">;

interface Outcome {
	state: "complete" | "failed";
	words: string;
}

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
	private closed = false;
	private readonly passes: Passes;
	/** Those of this process: another process's would be one that died. */
	private readonly acting = new Map<number, Promise<void>>();
	/** What came of those of this process, until that is written. */
	private readonly outcomes = new Map<number, Outcome>();

	constructor(private readonly options: ActionDeskOptions) {
		this.passes = inPasses(
			() => this.pass(),
			(error) => {
				options.trouble.failed(error);
				this.lookIn(RETRY_MS);
			},
		);
	}

	/** Looks at what is due, now and whenever something becomes due. */
	look(): void {
		if (!this.closed) this.passes.ask();
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
		await this.passes.settled();
	}

	private async pass(): Promise<void> {
		if (this.closed) return;
		const nextMs = await this.carryOut();
		this.options.trouble.worked();
		this.lookIn(nextMs);
	}

	private lookIn(ms: number): void {
		clearTimeout(this.timer);
		if (!this.closed) this.timer = setTimeout(() => this.look(), ms).unref();
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

	/**
	 * One whose end could not be written, or that another dashboard had begun when it died: then it shows in the daemon
	 * whether that had got through.
	 */
	private async takeUp(db: Database, { id }: Row): Promise<void> {
		// It may have ended since it was read.
		const row = await db.read((prisma) => prisma.chatMessage.findUnique({ where: { id } }));
		if (row?.state !== "acting" || this.acting.has(id)) return;
		const { action, before } = dataOf(row);
		const known = this.outcomes.get(row.id);
		if (known) return this.finish(db, row, known);
		if (!action || action.verb === "tell") return;
		let status: DaemonStatus;
		try {
			status = this.options.supervisor.statusOf(action.daemon);
		} catch (error) {
			return this.finish(db, row, { state: "failed", words: toErrorBody(error).message });
		}
		if (wasDone(action.verb, before, status)) return this.finish(db, row, outcomeOf(action, status));
		if (Date.now() - Date.parse(action.actsAt) > OVERDUE_MS) {
			const words = "The dashboard ended before it could be done, so it was not done.";
			return this.finish(db, row, { state: "failed", words });
		}
		this.act(db, row);
	}

	/** Not waited for: a stop may take its time, and others must not. */
	private act(db: Database, row: Row): void {
		const { action } = dataOf(row);
		if (!action) return;
		const verb = action.verb as Verb;
		const work = async () => {
			const outcome = await this.options.supervisor[verb](action.daemon).then(
				(status) => outcomeOf(action, status),
				(error: unknown): Outcome => ({ state: "failed", words: toErrorBody(error).message }),
			);
			this.outcomes.set(row.id, outcome);
			try {
				await this.finish(db, row, outcome);
			} catch (error) {
				// What the database cannot take now stays `acting`, and is written by a later pass.
				this.options.trouble.failed(error);
				this.lookIn(RETRY_MS);
			} finally {
				this.acting.delete(row.id);
			}
		};
		this.acting.set(row.id, work());
	}

	private async finish(db: Database, { id, daemon }: Row, { state, words }: Outcome): Promise<void> {
		await db.write(async (transaction) => {
			const row = await transaction.chatMessage.findUnique({ where: { id } });
			if (row?.state === "acting") await settle(transaction, row, state, words);
		});
		this.outcomes.delete(id);
		this.options.onChange(daemon);
	}
}

function outcomeOf(action: ChatAction, status: DaemonStatus): Outcome {
	const failed = status.phase === "failed" || status.phase === "stop-failed";
	return { state: failed ? "failed" : "complete", words: doneWords(action, status) };
}

/** The wish is in the files of the supervisor, or the instance is another one. */
function wasDone(verb: Verb, before: MessageData["before"], status: DaemonStatus): boolean {
	if (!before) return false;
	const isOther = status.pid !== before.pid || status.startedAt !== before.startedAt;
	const wanted = verb === "stop" ? "down" : "up";
	return status.desired === wanted && (isOther || (verb !== "restart" && before.desired !== wanted));
}
