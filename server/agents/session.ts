import { capText } from "../text/capped-text.ts";
import { ClientActions } from "./client-actions.ts";
import { LastMessage } from "./last-message.ts";
import type { TurnEnd } from "./responses.ts";
import { SessionQuestions } from "./session-questions.ts";
import { SessionState } from "./session-state.ts";
import type { Update } from "./session-updates.ts";
import type { SilenceWatch } from "./silence-watch.ts";
import { Terminals } from "./terminals.ts";
import { Throttle } from "./throttle.ts";
import { type KnownCall, ToolCalls, terminalsIn } from "./tool-calls.ts";
import { troubleInText } from "./trouble.ts";
import type { AgentEvents, Elicit, Ignored, MustAskToRead, Permit, PromptResult } from "./types.ts";
import type { WorkspaceFiles } from "./workspace-files.ts";

/** How often output that grows, or a plan, is passed on. */
const UPDATE_INTERVAL_MS = 100;
/** Characters of messages and thoughts passed on in one turn. */
const MAX_TURN_TEXT = 1_000_000;
/** Terminals of which it is remembered which call shows them. */
const MAX_SHOWN_TERMINALS = 500;

export interface SessionContext {
	/** As it was opened; absolute. */
	cwd: string;
	files: WorkspaceFiles;
	events: AgentEvents;
	permit: Permit;
	mustAskToRead: MustAskToRead | undefined;
	elicit: Elicit | undefined;
	ignored: Ignored;
	/** Marks what is started for the agent. */
	token: string;
}

interface Turn {
	/** The call that last came to an end. */
	lastEnded: KnownCall | null;
	/** The last word of the person was no, and nothing was completed since. */
	rejected: boolean;
	text: number;
	lastMessage: LastMessage;
}

/** One session of an agent: turns updates into events and requests into questions. */
export class Session {
	/** While an old session is loaded its past is told again: that is not news. */
	replaying = false;
	/** Of the turn that runs. */
	watch: SilenceWatch | null = null;
	readonly state: SessionState;
	readonly terminals: Terminals;
	readonly actions: ClientActions;
	readonly questions: SessionQuestions;
	private readonly throttle = new Throttle(UPDATE_INTERVAL_MS);
	private readonly tools: ToolCalls;
	/** Which call shows a terminal. */
	private readonly shownIn = new Map<string, string>();
	private turn: Turn | null = null;
	private failTurn: (error: unknown) => void = () => undefined;

	constructor(private readonly context: SessionContext) {
		const { cwd, files, events, permit, mustAskToRead = async () => false, elicit, token } = context;
		this.state = new SessionState(events, this.throttle, (event) => this.tell(event));
		this.terminals = new Terminals((id) => this.terminalChanged(id));
		this.tools = new ToolCalls(cwd, (id) => this.terminals.text(id));
		this.questions = new SessionQuestions({
			cwd,
			permit,
			elicit,
			describe: (change) => this.tools.apply(change),
			beforeAsking: () => this.throttle.flush(),
			onChoice: (isNo) => {
				if (this.turn) this.turn.rejected = isNo;
			},
			onAnswer: () => this.watch?.sign(),
			fail: (error) => this.failTurn(error),
		});
		this.actions = new ClientActions({
			cwd,
			files,
			token,
			terminals: this.terminals,
			allowances: this.questions.allowances,
			mustAskToRead: (read) => mustAskToRead(read).catch((error: unknown) => this.failTurnWith(error)),
			mustAllow: (call, signal) => this.questions.mustAllow(call, signal),
		});
	}

	get busy(): boolean {
		return this.turn !== null;
	}
	/** Whether the agent has a reason to say nothing: a person is being asked, or a command runs. */
	get waiting(): boolean {
		return this.questions.waiting || this.terminals.running;
	}

	/** Starts a turn. @returns rejects when the caller's own `permit` or an event handler throws. */
	begin(): Promise<never> {
		if (this.turn) throw new Error("a turn of this session is still running");
		this.turn = { lastEnded: null, rejected: false, text: 0, lastMessage: new LastMessage() };
		this.questions.begin();
		const failed = new Promise<never>((_, reject) => {
			this.failTurn = reject;
		});
		failed.catch(() => undefined); // it may fail when nobody races against it any more
		return failed;
	}

	/** Ends the turn, however it ended. */
	end({ stopReason, usage }: TurnEnd): PromptResult {
		this.throttle.flush();
		this.questions.end();
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

	update(update: Update): void {
		if (this.state.update(update) || this.replaying) return;
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
				if (update.type === "message") this.turn?.lastMessage.append(update.text, update.messageId);
				const text = this.withinLimit(update.text);
				if (text !== "") this.tell(() => events[update.type](text));
				break;
			}
			default:
				break;
		}
	}

	private updateTool(call: KnownCall): void {
		const ended = call.status === "completed" || call.status === "failed";
		if (ended && this.turn) {
			this.turn.lastEnded = call;
			if (call.status === "completed") this.turn.rejected = false;
		}
		if (ended) this.questions.allowances.spend(call.id);
		for (const id of terminalsIn(call.sent.content)) {
			this.shownIn.set(id, call.id);
			const [oldest] = this.shownIn.keys();
			if (this.shownIn.size > MAX_SHOWN_TERMINALS && oldest !== undefined) this.shownIn.delete(oldest);
		}
		const tell = () => this.tellTool(call);
		if (ended) this.throttle.now(`tool ${call.id}`, tell);
		else this.throttle.soon(`tool ${call.id}`, tell);
	}

	private terminalChanged(terminalId: string): void {
		this.watch?.sign();
		const callId = this.shownIn.get(terminalId);
		if (callId === undefined) return;
		this.throttle.soon(`tool ${callId}`, () => {
			const call = this.tools.refreshed(callId);
			if (call) this.tellTool(call);
		});
	}

	private tellTool({ sent: _, command, ...call }: KnownCall): void {
		const shown = { ...call, command: command === null ? null : capText(command) };
		this.tell(() => this.context.events.tool(shown));
	}

	private withinLimit(text: string): string {
		if (!this.turn) return text;
		const shown = text.slice(0, Math.max(0, MAX_TURN_TEXT - this.turn.text));
		this.turn.text += shown.length;
		this.context.ignored.characters += text.length - shown.length;
		return shown;
	}

	private failTurnWith(error: unknown): never {
		this.failTurn(error);
		throw error;
	}

	private tell(event: () => void): void {
		try {
			event();
		} catch (error) {
			this.failTurn(error);
		}
	}
}
