import { randomUUID } from "node:crypto";
import type { ContentBlock } from "@agentclientprotocol/sdk";
import { startAgent } from "../../agents/start-agent.ts";
import type { AgentConnection } from "../../agents/types.ts";
import type { AgentConfig } from "../../config/types.ts";
import { toErrorBody } from "../../contract/errors.ts";
import { oneLine } from "../../text/cut.ts";
import { talkEnvironment } from "./environment.ts";
import { TALK_VARIABLE } from "./leftovers.ts";
import { readOnly } from "./permit.ts";
import { modeNote, openTalk } from "./talk-mode.ts";
import { ToolWatch } from "./tool-watch.ts";

const STOP_MS = 1_300;
const CANCEL_MS = 5_000;
const MAX_NOTED = 3;

export interface TalkLimits {
	/** How long one answer may take, from the first word to the agent to its last. */
	turnMs: number;
	/** How long an answer may go without a sign of life. */
	silenceMs: number;
	/** How long the agent is kept when nobody writes. */
	idleMs: number;
}

export interface TalkOptions {
	agent: AgentConfig;
	/** Absolute: where it may read. */
	folder: string;
	limits: TalkLimits;
	/** Keeps by which mark the agent would be found after a crash; resolves when that is durable. */
	onStart(mark: string): Promise<void>;
	/** It has ended, with all that it had started. */
	onEnd(mark: string): void;
	log(line: string): void;
}

export interface Outcome {
	ok: boolean;
	/** What the reader has to know beside the answer; null: nothing. */
	note: string | null;
}

interface Turn {
	text(chunk: string): void;
	refused: string[];
	/** What it did by its own settings, without asking. */
	unasked: string[];
	/** Why the turn was ended before its time. */
	why: string | null;
}

/**
 * A conversation with a coding agent that may read and nothing else. Its process is started with the first question, kept for
 * those that follow, and ended with all that it started: after a time without one, when it misbehaves, and at `close`.
 */
export class Talk {
	private agent: Promise<{ connection: AgentConnection; sessionId: string; mark: string }> | null = null;
	private starting: AbortController | null = null;
	private turn: Turn | null = null;
	private idle: NodeJS.Timeout | undefined;
	private fresh = true;
	/** What an agent did after its answer: told with the next. */
	private afterwards: string | null = null;

	constructor(readonly options: TalkOptions) {}

	/** The agent of the next question knows nothing of what was said before. */
	get knowsNothing(): boolean {
		return this.agent === null || this.fresh;
	}

	/** Asks, and passes the answer on as it comes. Never fails: what went wrong is in the outcome. One at a time. */
	async ask(prompt: ContentBlock[], text: (chunk: string) => void): Promise<Outcome> {
		const before = this.afterwards;
		this.afterwards = null;
		const { ok, note } = await this.askNow(prompt, text);
		return { ok, note: [before, note].filter(Boolean).join(" ") || null };
	}

	private async askNow(prompt: ContentBlock[], text: (chunk: string) => void): Promise<Outcome> {
		clearTimeout(this.idle);
		const turn: Turn = { text, refused: [], unasked: [], why: null };
		this.turn = turn;
		const late = setTimeout(() => this.cancel("It took too long and was stopped."), this.options.limits.turnMs);
		try {
			const { connection, sessionId } = await this.connected();
			if (turn.why !== null) return { ok: false, note: turn.why };
			const isFirst = this.fresh;
			this.fresh = false;
			const result = await connection.prompt(sessionId, prompt);
			if (turn.why !== null) return { ok: false, note: turn.why };
			const said = noteOf(turn, modeNote(connection, sessionId, isFirst));
			if (result.trouble) return { ok: false, note: `The agent could not answer.${said ? ` ${said}` : ""}` };
			if (result.stopReason === "refusal") return { ok: false, note: "The agent refused to answer." };
			if (result.stopReason === "cancelled") return { ok: false, note: "The agent gave up its answer." };
			const cut =
				result.stopReason === "end_turn" ? null : "The agent reached a limit of its own; this may not be all.";
			return { ok: true, note: [cut, said].filter(Boolean).join(" ") || null };
		} catch (error) {
			// One that failed is not asked again: the next question has a new one.
			await this.end();
			return { ok: false, note: turn.why ?? toErrorBody(error).message };
		} finally {
			clearTimeout(late);
			this.turn = null;
			this.idle = setTimeout(() => void this.end(), this.options.limits.idleMs).unref();
		}
	}

	/** Ends the answer under way. @param why for the reader */
	cancel(why: string): void {
		const { turn } = this;
		if (!turn || turn.why !== null) return;
		turn.why = why;
		this.starting?.abort(new Error(why));
		void this.agent?.then(
			({ connection, sessionId }) => connection.cancel(sessionId),
			() => undefined, // it never started, and `ask` says so
		);
	}

	async close(): Promise<void> {
		this.cancel("Nightshift was stopped.");
		await this.end();
	}

	private async end(): Promise<void> {
		clearTimeout(this.idle);
		const { agent } = this;
		this.agent = null;
		this.starting?.abort(new Error("Nightshift was stopped."));
		try {
			const { connection } = (await agent) ?? {};
			await connection?.close();
		} catch {
			return; // it never started: nothing is left of it then
		}
	}

	private connected() {
		if (!this.agent) {
			const starting = this.start();
			this.agent = starting;
			this.fresh = true;
			// After its end, whatever the reason, the next question starts another.
			const forget = () => {
				if (this.agent === starting) this.agent = null;
			};
			starting.then(({ connection }) => connection.exited.then(forget, forget), forget);
		}
		return this.agent;
	}

	private async start() {
		const { agent, folder, limits, onStart, onEnd, log } = this.options;
		const mark = randomUUID();
		const abort = new AbortController();
		this.starting = abort;
		const watch = new ToolWatch({
			folder,
			onChange: (name) => this.changed(name),
			onUnasked: (name) => this.turn?.unasked.push(name),
		});
		const gate = readOnly(folder, agent.permissions, (request) => {
			watch.refused(request);
			this.turn?.refused.push(oneLine(request.title, 100));
		});
		await onStart(mark);
		try {
			const connection = await startAgent({
				command: agent.command,
				env: { ...agent.env, [TALK_VARIABLE]: mark },
				inherited: talkEnvironment(process.env),
				cwd: folder,
				events: {
					plan: () => undefined,
					thought: () => undefined,
					message: (chunk) => this.turn?.text(chunk),
					tool: (call) => watch.see(call),
				},
				...gate,
				startTimeoutMs: agent.startTimeoutMs,
				silenceTimeoutMs: limits.silenceMs,
				cancelTimeoutMs: CANCEL_MS,
				stopTimeoutMs: STOP_MS,
				signal: abort.signal,
				onStderr: log,
			});
			void connection.exited.finally(() => {
				watch.close();
				onEnd(mark);
			});
			const leave = () => void connection.close();
			abort.signal.addEventListener("abort", leave, { once: true });
			try {
				return { connection, sessionId: await openTalk(connection, folder), mark };
			} catch (error) {
				await connection.close();
				throw error;
			} finally {
				abort.signal.removeEventListener("abort", leave);
			}
		} catch (error) {
			onEnd(mark);
			throw error;
		} finally {
			this.starting = null;
		}
	}

	/** What an agent does by its own settings is not asked here: that is the end of it, and is told. */
	private changed(name: string): void {
		const what = `something or ran a command by its own settings, without asking (${name}), and was ended.`;
		if (this.turn) this.cancel(`It changed ${what}`);
		else this.afterwards = `After its last answer the agent changed ${what}`;
		void this.end();
	}
}

function noteOf({ refused, unasked }: Turn, ofMode: string | null): string | null {
	const parts = [
		refused.length > 0 && `Refused, because here it can only read: ${listed(refused)}.`,
		unasked.length > 0 && `Done by its own settings, without asking: ${listed(unasked)}.`,
		ofMode,
	];
	return parts.filter(Boolean).join(" ") || null;
}

function listed(names: readonly string[]): string {
	const rest = names.length - MAX_NOTED;
	return `${names.slice(0, MAX_NOTED).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}
