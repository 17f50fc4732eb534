import type { ContentBlock, PermissionOptionKind, StopReason, ToolCallStatus } from "@agentclientprotocol/sdk";

export interface StartAgentOptions {
	/** Program and arguments, never a shell line. */
	command: string[];
	/** Added to this process's environment. */
	env?: Record<string, string>;
	/** What it is added to instead: for an agent of a process whose own variables are not for it. */
	inherited?: NodeJS.ProcessEnv;
	/** The folder the agent's process starts in; absolute. */
	cwd: string;
	events: AgentEvents;
	permit: Permit;
	/** Says which reads through this client are put to `permit`. Without it none is. */
	mustAskToRead?: MustAskToRead;
	/** Answers the agent's forms. Only with it the agent is told that it may send any. */
	elicit?: Elicit;
	/** How long the agent may take to answer `initialize`, and to open a session. Default: a minute, for a cold `npx`. */
	startTimeoutMs?: number;
	/**
	 * How long a turn may go without a sign of life (an update, a request, an open question, a running terminal). Then the
	 * agent is given up: `prompt` rejects with the trouble `silent`. Default: 30 minutes.
	 */
	silenceTimeoutMs?: number;
	/** How long a turn may go on once it was cancelled; then `prompt` rejects, likewise. Default: 30 s. */
	cancelTimeoutMs?: number;
	/** Nobody wants the agent any more: one that is not ready yet is ended. From then on `close` is the way. */
	signal?: AbortSignal;
	/** How long the agent and what it started may take to end on SIGTERM. Default: 3 s. */
	stopTimeoutMs?: number;
	/** A line for the log: the agent's standard error, and what this client has to say about the agent. */
	onStderr: (line: string) => void;
}

/** What the agent does, as it does it. Each is called in the order of the agent's messages. */
export interface AgentEvents {
	/** The whole plan, each time it changes; at most 500 entries. */
	plan(entries: AgentPlanEntry[]): void;
	message(chunk: string): void;
	thought(chunk: string): void;
	/** A tool call as it stands now: sent again with each change (output alone: at most ten times a second). */
	tool(call: AgentToolCall): void;
	/** What the session has used so far, as far as the agent tells: sent again with each change. */
	usage?(usage: AgentUsage): void;
	/** The session's mode has changed, be it by the agent itself. */
	mode?(modeId: string): void;
	/** The agent has given the session a name. */
	sessionTitle?(title: string): void;
}

/** Cumulative for the session. */
export interface AgentUsage {
	/** Tokens in the context now, and how many there is room for; null when the agent has not said. */
	contextUsed: number | null;
	contextSize: number | null;
	/** What the session has cost. The currency is as in ISO 4217 (`USD`). */
	cost: { amount: number; currency: string } | null;
}

/** A file as a tool call changes it. */
export interface FileChange {
	/** Relative to the session's folder when it is inside, else absolute. */
	path: string;
	/** Null: the file is new. At most 200,000 characters: beginning and end are kept. */
	oldText: string | null;
	/** Likewise. */
	newText: string;
}

export interface AgentPlanEntry {
	title: string;
	status: "pending" | "in_progress" | "completed";
}

export interface AgentToolCall {
	id: string;
	title: string;
	/** ACP's kinds: `read edit delete move search execute think fetch switch_mode other`. */
	kind: string;
	status: ToolCallStatus;
	/** The shell command, when the call is one; of a long one beginning and end. */
	command: string | null;
	/** Text, at most 20,000 characters: beginning and end are kept. */
	output: string | null;
	/** The changes that the call has shown, at most 50 files. */
	changes: FileChange[];
	/** The files and folders it names, absolute; at most 200. */
	paths: string[];
}

export interface PermissionOption {
	optionId: string;
	name: string;
	/** Choose by this, never by `optionId`: each agent has ids of its own. */
	kind: PermissionOptionKind;
}

/** What else than a request's own command its input names that may run, however deep; each text once. */
export interface WithinInput {
	/** Under one of the keys that commands have. */
	commands: string[];
	/** All other texts of one line, and lists of words as one: some may be commands, most are none. */
	lines: string[];
}

export interface PermissionRequest {
	/**
	 * The same for the same request of another agent process: a hash of title and input, and how many times this session
	 * has asked it. A question under this key is asked once, also when the agent died and asks again.
	 */
	key: string;
	title: string;
	kind: string;
	/** The shell command, when the call is one: all of it, at most 200,000 characters. */
	command: string | null;
	/** What else may run. */
	within: WithinInput;
	/** Markdown: what else there is to know (files, changes, other input); empty when there is nothing. */
	detail: string;
	options: PermissionOption[];
	/**
	 * Every path it names, absolute and otherwise as sent (links are not followed): its locations, its changes, and the
	 * usual keys of its input. A command's own arguments are not among them.
	 */
	paths: string[];
	/** The changes it shows, at most 50 files. */
	changes: FileChange[];
	/** The folder of the session that asks, as it was opened; absolute. */
	sessionFolder: string;
}

export type PermissionAnswer = { optionId: string; comment?: string | null } | { cancelled: true };

/**
 * Answers a permission request, after hours or days if need be. `signal` aborts when nobody waits any more: the turn was
 * cancelled, the agent died or is being closed. What it throws fails the turn: `prompt` rejects with it.
 */
export type Permit = (request: PermissionRequest, signal: AbortSignal) => Promise<PermissionAnswer>;

/**
 * Whether a file may only be read once `permit` has said so. Called for each file that an agent has its client read. What
 * it throws fails the turn.
 */
export type MustAskToRead = (
	read: Pick<PermissionRequest, "title" | "kind" | "command" | "within" | "paths" | "changes">,
) => Promise<boolean>;

export interface ElicitRequest {
	/** The same for the same form of another agent process, as with permission requests. */
	key: string;
	/** What the agent asks, in its words; at most 20,000 characters. */
	message: string;
	/** A JSON Schema of type `object`, whose properties are strings, numbers, booleans and choices. */
	schema: unknown;
}

export type ElicitAnswer =
	| { action: "accept"; content: Record<string, string | number | boolean | string[]> }
	/** The person says no. */
	| { action: "decline" }
	/** Nobody answers. */
	| { action: "cancel" };

/** Answers an agent's form, after hours or days if need be; `signal` and errors are as with `Permit`. */
export type Elicit = (request: ElicitRequest, signal: AbortSignal) => Promise<ElicitAnswer>;

/**
 * Why an agent failed, as far as that can be told; in `details.trouble` of each error `agent-failed`:
 * - `rate-limit`: too many requests, or the plan's allowance is used up; `details.retryAfterMs` when it was said;
 * - `sign-in`: no account, a key that is not valid (any more), or no credit: a person must do something;
 * - `network`: the model's server could not be reached;
 * - `model`: the server failed or is overloaded, or the model does not exist;
 * - `crash`: the program ended, or failed in itself;
 * - `missing`: its program, or the folder it starts in, does not exist or may not be used;
 * - `protocol`: it does not speak the protocol, or not this version;
 * - `silent`: no sign of life for too long;
 * - `full`: no room in the model's context (`details.room` is `context`: a new session helps) or on the disk (`disk`).
 */
export type Trouble =
	| "rate-limit"
	| "sign-in"
	| "network"
	| "model"
	| "crash"
	| "missing"
	| "protocol"
	| "silent"
	| "full";

/** A kind of trouble, with what was said about it. */
export interface TroubleFound {
	trouble: Trouble;
	/** When it was said how long to wait. */
	retryAfterMs?: number;
	/** Of `full`: what has no room. */
	room?: "context" | "disk";
}

/** What a turn took, as far as the agent tells; null: not told. */
export interface TurnUsage {
	inputTokens: number;
	outputTokens: number;
	cachedReadTokens: number | null;
	thoughtTokens: number | null;
	totalTokens: number;
}

export interface PromptResult {
	stopReason: StopReason;
	/** Null when the agent does not tell. */
	usage: TurnUsage | null;
	/**
	 * What the agent reported as its last message instead of failing, such as "API Error: 529 …", and ended its turn; null
	 * when that message is none of the known ones.
	 */
	trouble: TroubleFound | null;
	/** The agent's last message of the turn; at most 20,000 characters: beginning and end are kept. */
	text: string;
	/** The tool call with which the turn ended, when that one failed; null when the turn was rejected. */
	failedTool: { title: string; output: string } | null;
	/** The person said no, and the agent did nothing more. */
	rejected: boolean;
}

export interface AgentExit {
	code: number | null;
	signal: NodeJS.Signals | null;
}

/** What was left out to keep memory and logs small. */
export interface Ignored {
	/** Lines on standard output that are no messages. */
	rubbishLines: number;
	/** Lines longer than a message may be. */
	longLines: number;
	/** Updates of a kind this client does not know, or that are malformed. */
	unknownUpdates: number;
	/** Characters of messages and thoughts beyond a turn's limit. */
	characters: number;
}

/** A way of working that an agent offers: asking before edits, planning only, and the like. */
export interface AgentMode {
	id: string;
	name: string;
}

/** What an agent has said of a session. */
export interface SessionFacts {
	/** The id of the mode it works in; null when the agent has no modes. */
	mode: string | null;
	modes: readonly AgentMode[];
	/** The names of the slash commands it takes, without the slash. */
	commands: readonly string[];
	title: string | null;
}

export interface AgentConnection {
	readonly info: { name: string; version: string | null };
	readonly ignored: Readonly<Ignored>;
	/**
	 * Opens a session in `cwd` (absolute): the one to resume where the agent can, else a new one. `resumed`: the agent
	 * knows what was; `new`: it must be told. `mode`: the id or name of the agent's mode to work in, set each time.
	 *
	 * @throws NightshiftError `agent-failed`; `config-invalid`, naming the modes there are, for a mode it does not have.
	 */
	openSession(options: { cwd: string; resumeSessionId?: string | null; mode?: string | null }): Promise<{
		sessionId: string;
		how: "new" | "loaded" | "resumed";
	}>;
	/** What the agent has said of an open session so far. */
	sessionFacts(sessionId: string): SessionFacts;
	/** One turn; resolves when it ends, also when it was cancelled or the agent was closed (`cancelled`). */
	prompt(sessionId: string, input: ContentBlock[] | string): Promise<PromptResult>;
	/** Asks the agent to end the turn; open permission requests are answered `cancelled`. Nothing to do is fine. */
	cancel(sessionId: string): Promise<void>;
	/** Ends the agent and everything it started. Can be called twice. */
	close(): Promise<void>;
	/** Resolves when the agent has ended, for whatever reason, and what it had started has been ended too. */
	readonly exited: Promise<AgentExit>;
}
