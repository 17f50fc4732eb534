import type { RequestPermissionRequest, RequestPermissionResponse } from "@agentclientprotocol/sdk";
import { capText } from "../text/capped-text.ts";
import { LastMessage } from "./last-message.ts";
import { PermissionDesk } from "./permission-desk.ts";
import type { TurnEnd } from "./responses.ts";
import type { Update } from "./session-updates.ts";
import { Throttle } from "./throttle.ts";
import { type KnownCall, ToolCalls } from "./tool-calls.ts";
import { troubleInText } from "./trouble.ts";
import type { AgentEvents, AgentUsage, Ignored, Permit, PromptResult } from "./types.ts";
import type { WorkspaceFiles } from "./workspace-files.ts";

/** How often output that grows, or a plan, is passed on. */
const UPDATE_INTERVAL_MS = 100;
/** Characters of messages and thoughts passed on in one turn. */
const MAX_TURN_TEXT = 1_000_000;

export interface SessionContext {
	/** As it was opened; absolute. */
	cwd: string;
	files: WorkspaceFiles;
	events: AgentEvents;
	permit: Permit;
	ignored: Ignored;
}

interface Turn {
	/** The call that last came to an end. */
	lastEnded: KnownCall | null;
	/** The last word of the person was no, and nothing was completed since. */
	rejected: boolean;
	text: number;
	lastMessage: LastMessage;
}

/** One session of an agent: turns updates into events and permission requests into questions. */
export class Session {
	/** While an old session is loaded its past is told again: that is not news. */
	replaying = false;
	private readonly tools: ToolCalls;
	private readonly throttle = new Throttle(UPDATE_INTERVAL_MS);
	private readonly desk: PermissionDesk;
	private stopping = new AbortController();
	private turn: Turn | null = null;
	private usage: AgentUsage = { contextUsed: null, contextSize: null, cost: null };
	private failTurn: (error: unknown) => void = () => undefined;

	constructor(private readonly context: SessionContext) {
		this.tools = new ToolCalls(context.cwd);
		this.desk = new PermissionDesk(context.cwd, context.permit, (error) => this.failTurn(error));
	}

	get files(): WorkspaceFiles {
		return this.context.files;
	}
	get busy(): boolean {
		return this.turn !== null;
	}

	/** Starts a turn. @returns rejects when the caller's own `permit` or an event handler throws. */
	begin(): Promise<never> {
		if (this.turn) throw new Error("a turn of this session is still running");
		this.turn = { lastEnded: null, rejected: false, text: 0, lastMessage: new LastMessage() };
		this.stopping = new AbortController();
		const failed = new Promise<never>((_, reject) => {
			this.failTurn = reject;
		});
		failed.catch(() => undefined); // it may fail when nobody races against it any more
		return failed;
	}

	/** Ends the turn, however it ended. */
	end({ stopReason, usage }: TurnEnd): PromptResult {
		this.throttle.flush();
		this.stopping.abort();
		const { lastEnded, rejected, lastMessage } = this.turn ?? { lastEnded: null, rejected: false, lastMessage: "" };
		this.turn = null;
		const text = String(lastMessage);
		const failed = !rejected && lastEnded?.status === "failed";
		return {
			stopReason,
			usage: usage ?? null,
			text,
			trouble: stopReason === "end_turn" ? troubleInText(text) : null,
			failedTool: failed ? { title: lastEnded.title, output: lastEnded.output ?? "" } : null,
			rejected,
		};
	}

	/** Answers open permission requests, and those to come in this turn, with `cancelled`. */
	cancel(): void {
		this.stopping.abort();
	}

	update(update: Update): void {
		const { events } = this.context;
		// What a session has used and how it works is news even when its past is told again.
		switch (update.type) {
			case "usage":
				this.usage = newerUsage(this.usage, update.usage);
				this.throttle.soon("usage", () => this.tell(() => events.usage?.(this.usage)));
				break;
			case "mode":
				this.tell(() => events.mode?.(update.modeId));
				break;
			case "title":
				this.throttle.soon("title", () => this.tell(() => events.sessionTitle?.(update.title)));
				break;
			default:
				if (!this.replaying) this.work(update);
		}
	}

	private work(update: Update): void {
		const { events } = this.context;
		switch (update.type) {
			case "plan":
				this.turn?.lastMessage.end();
				this.throttle.soon("plan", () => this.tell(() => events.plan(update.entries)));
				break;
			case "tool":
				this.turn?.lastMessage.end();
				this.updateTool(this.tools.apply(update.change));
				break;
			case "message":
			case "thought": {
				const text = this.withinLimit(update.text);
				if (update.type === "message") this.turn?.lastMessage.append(update.text, update.messageId);
				if (text !== "") this.tell(() => events[update.type](text));
				break;
			}
			default:
				break;
		}
	}

	async requestPermission(
		{ toolCall: { content, rawInput, rawOutput, ...call }, options }: RequestPermissionRequest,
		connection: AbortSignal,
	): Promise<RequestPermissionResponse> {
		const signal = AbortSignal.any([connection, this.stopping.signal]);
		if (signal.aborted) return { outcome: { outcome: "cancelled" } };
		this.throttle.flush(); // the question comes after what led to it
		const known = this.tools.apply({ ...call, content, rawInput, rawOutput });
		const chosen = await this.desk.ask(known, options, signal);
		if (chosen === null) return { outcome: { outcome: "cancelled" } };
		if (this.turn) this.turn.rejected = chosen.kind.startsWith("reject");
		const _meta = chosen.comment ? { comment: chosen.comment } : undefined;
		return { outcome: { outcome: "selected", optionId: chosen.optionId, _meta } };
	}

	private updateTool(call: KnownCall): void {
		const { sent: _, command, ...rest } = call;
		const shown = { ...rest, command: command === null ? null : capText(command) };
		const tell = () => this.tell(() => this.context.events.tool(shown));
		const ended = call.status === "completed" || call.status === "failed";
		if (ended && this.turn) {
			this.turn.lastEnded = call;
			if (call.status === "completed") this.turn.rejected = false;
		}
		if (ended) this.throttle.now(`tool ${call.id}`, tell);
		else this.throttle.soon(`tool ${call.id}`, tell);
	}

	private withinLimit(text: string): string {
		if (!this.turn) return text;
		const shown = text.slice(0, Math.max(0, MAX_TURN_TEXT - this.turn.text));
		this.turn.text += shown.length;
		this.context.ignored.characters += text.length - shown.length;
		return shown;
	}

	private tell(event: () => void): void {
		try {
			event();
		} catch (error) {
			this.failTurn(error);
		}
	}
}

/** What one update leaves out is as it was. */
function newerUsage(before: AgentUsage, now: AgentUsage): AgentUsage {
	return {
		contextUsed: now.contextUsed ?? before.contextUsed,
		contextSize: now.contextSize ?? before.contextSize,
		cost: now.cost ?? before.cost,
	};
}
