import { isDeepStrictEqual } from "node:util";
import type { ContentBlock } from "@agentclientprotocol/sdk";
import type { DaemonConfig } from "../../config/types.ts";
import type { ChatDelta } from "../../contract/chat.ts";
import { NightshiftError, toErrorBody } from "../../contract/errors.ts";
import type { LiveState } from "../../contract/state.ts";
import type { Database } from "../../db/open.ts";
import { ownTokens } from "../../redact/own-tokens.ts";
import { redactor } from "../../redact/redactor.ts";
import type { RoadmapDesk } from "../../roadmap/desk.ts";
import { finishReply, keepReply } from "./keep-reply.ts";
import { dropMark, endLeftovers, keepMark } from "./leftovers.ts";
import { readContext } from "./read-context.ts";
import { ReplyWriter } from "./reply-writer.ts";
import { Talk, type TalkLimits } from "./talk.ts";

const MINUTE = 60_000;
const LIMITS: TalkLimits = { turnMs: 10 * MINUTE, silenceMs: 3 * MINUTE, idleMs: 10 * MINUTE };
/** Questions that wait in one conversation while the agent answers another. */
const MAX_QUEUED = 5;

export interface TalksOptions {
	database(): Database | null;
	/** @throws NightshiftError `unknown-daemon` */
	configOf(daemon: string): DaemonConfig;
	state(): LiveState;
	roadmaps: RoadmapDesk;
	token(): string | null;
	onDelta(delta: ChatDelta): void;
	onChange(daemon: string): void;
	logger: { info(context: object, message: string): void; error(context: object, message: string): void };
	limits?: Partial<TalkLimits>;
}

interface Asked {
	replyId: number;
	text: string;
	/** It was cancelled before it began. */
	gone: boolean;
}

interface Line {
	asked: Asked[];
	talk: Talk | null;
	running: Promise<void> | null;
}

/** The agents that answer in conversations, at most one in each, and what waits for them. */
export class Talks {
	/** The text so far of each reply that is being streamed. */
	readonly texts = new Map<number, string>();
	private readonly lines = new Map<string, Line>();
	private closed = false;

	constructor(private readonly options: TalksOptions) {}

	/** After a start: what another dashboard has left. */
	async recover(db: Database): Promise<void> {
		const left = await endLeftovers(db);
		if (left > 0) this.options.logger.error({ left }, "agents of a dashboard that was killed could not be ended");
	}

	/** @throws NightshiftError `rate-limited` when too much waits already */
	mustHaveRoom(daemon: string): void {
		if ((this.lines.get(daemon)?.asked.length ?? 0) < MAX_QUEUED) return;
		const sentence = "The agent has enough to answer already; wait for it, or stop it.";
		throw new NightshiftError("rate-limited", sentence, { retryAfterSeconds: 10 });
	}

	/** Has the agent answer in a message that exists already and is `streaming`. */
	ask(daemon: string, replyId: number, text: string): void {
		const line = this.lineOf(daemon);
		line.asked.push({ replyId, text, gone: false });
		line.running ??= this.work(daemon, line).finally(() => {
			line.running = null;
		});
	}

	/** Ends an answer, or takes back a question that waits. False: there is nothing to end. */
	cancel(daemon: string, replyId: number): boolean {
		const line = this.lines.get(daemon);
		const index = line?.asked.findIndex((one) => one.replyId === replyId) ?? -1;
		const asked = line?.asked[index];
		if (!line || !asked) return false;
		asked.gone = true;
		if (index === 0) line.talk?.cancel("You stopped it.");
		return true;
	}

	async close(): Promise<void> {
		this.closed = true;
		await Promise.all([...this.lines.values()].map(({ talk }) => talk?.close()));
		await Promise.all([...this.lines.values()].map(({ running }) => running));
	}

	private lineOf(daemon: string): Line {
		const line = this.lines.get(daemon) ?? { asked: [], talk: null, running: null };
		this.lines.set(daemon, line);
		return line;
	}

	private async work(daemon: string, line: Line): Promise<void> {
		for (let [asked] = line.asked; asked; [asked] = line.asked) {
			try {
				await this.answer(daemon, line, asked);
			} catch (error) {
				await this.giveUp(asked.replyId, error);
			}
			this.texts.delete(asked.replyId);
			line.asked.shift();
			this.options.onChange(daemon);
		}
	}

	private async answer(daemon: string, line: Line, asked: Asked): Promise<void> {
		const { replyId, text } = asked;
		if (asked.gone || this.closed)
			return this.finish(replyId, "", false, this.closed ? "Nightshift was stopped." : "You stopped it.");
		const { onDelta } = this.options;
		const config = this.options.configOf(daemon);
		const talk = await this.talkFor(line, config);
		if (!talk) return this.finish(replyId, "", false, `${daemon} has no agent in config.json any more.`);
		const environments = [process.env, config.env, config.agent?.env ?? {}, ownTokens(this.options.token())];
		const writer = new ReplyWriter({
			daemon,
			id: replyId,
			redact: redactor(...environments),
			tell: (delta) => {
				this.texts.set(replyId, writer.shown);
				onDelta(delta);
			},
			keep: (so) => void this.keep(replyId, so),
			onTooLong: () => talk.cancel("The answer was too long and was cut here."),
		});
		const context = await readContext({
			daemon,
			replyId,
			state: this.options.state(),
			roadmaps: this.options.roadmaps,
			db: this.database(),
			knowsNothing: talk.knowsNothing,
			environments,
		});
		if (asked.gone || this.closed) return this.finish(replyId, "", false, "You stopped it.");
		const prompt: ContentBlock[] = [
			{ type: "text", text: context },
			{ type: "text", text },
		];
		const { ok, note } = await talk.ask(prompt, (chunk) => writer.append(chunk));
		const whole = writer.end();
		const empty = ok && whole.trim() === "" ? "The agent said nothing." : null;
		await this.finish(
			replyId,
			whole,
			ok && !empty,
			[note && redactor(...environments)(note), empty].filter(Boolean).join(" ") || null,
		);
	}

	/** It could not even be asked. What cannot be kept now is told as interrupted after the next start. */
	private async giveUp(replyId: number, error: unknown): Promise<void> {
		const { logger } = this.options;
		logger.error({ err: error }, "the chat's agent could not be asked");
		try {
			await this.finish(replyId, this.texts.get(replyId) ?? "", false, toErrorBody(error).message);
		} catch (again) {
			logger.error({ err: again }, "that could not be kept either");
		}
	}

	/** The one there is, unless config.json has another agent or folder by now. */
	private async talkFor(line: Line, { agent, workspace, cwd, name }: DaemonConfig): Promise<Talk | null> {
		const folder = workspace ?? cwd;
		const before = line.talk;
		if (before && agent && before.options.folder === folder && isDeepStrictEqual(before.options.agent, agent))
			return before;
		line.talk = null;
		await before?.close();
		if (!agent) return null;
		const { database, logger } = this.options;
		const clean = redactor(process.env, agent.env);
		line.talk = new Talk({
			agent,
			folder,
			limits: { ...LIMITS, ...this.options.limits },
			onStart: async (mark) => keepMark(this.database(), mark),
			onEnd: (mark) => {
				const db = database();
				if (db)
					dropMark(db, mark).catch((error: unknown) => logger.error({ err: error }, "a mark could not be removed"));
			},
			log: (text) => logger.info({ daemon: name, agent: agent.command[0] }, clean(text)),
		});
		return line.talk;
	}

	private async finish(replyId: number, text: string, ok: boolean, note: string | null): Promise<void> {
		await finishReply(this.database(), replyId, { text, ok, note });
	}

	private database(): Database {
		const db = this.options.database();
		if (db) return db;
		throw new NightshiftError("database-unavailable", "The database is not available; try again in a moment.");
	}

	private async keep(replyId: number, text: string): Promise<void> {
		try {
			const db = this.options.database();
			if (db) await keepReply(db, replyId, text);
		} catch (error) {
			this.options.logger.error(
				{ err: error },
				"a part of an answer could not be kept; it is tried again with the next",
			);
		}
	}
}
