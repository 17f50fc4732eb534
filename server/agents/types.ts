import type { ContentBlock, PermissionOptionKind, StopReason, ToolCallStatus } from "@agentclientprotocol/sdk";

export interface StartAgentOptions {
	/** Program and arguments, never a shell line. */
	command: string[];
	/** Added to this process's environment. */
	env?: Record<string, string>;
	/** The folder the agent's process starts in; absolute. */
	cwd: string;
	events: AgentEvents;
	permit: Permit;
	/** How long the agent may take to answer `initialize`, and to open a session. Default: a minute, for a cold `npx`. */
	startTimeoutMs?: number;
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
}

export interface PermissionOption {
	optionId: string;
	name: string;
	/** Choose by this, never by `optionId`: each agent has ids of its own. */
	kind: PermissionOptionKind;
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
	/** Markdown: what else there is to know (files, changes, other input); empty when there is nothing. */
	detail: string;
	options: PermissionOption[];
}

export type PermissionAnswer = { optionId: string; comment?: string | null } | { cancelled: true };

/**
 * Answers a permission request, after hours or days if need be. `signal` aborts when nobody waits any more: the turn was
 * cancelled, the agent died or is being closed. What it throws fails the turn: `prompt` rejects with it.
 */
export type Permit = (request: PermissionRequest, signal: AbortSignal) => Promise<PermissionAnswer>;

export interface PromptResult {
	stopReason: StopReason;
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

export interface AgentConnection {
	readonly info: { name: string; version: string | null };
	readonly ignored: Readonly<Ignored>;
	/**
	 * Opens a session in `cwd` (absolute): the one to resume where the agent can, else a new one. `resumed`: the agent
	 * knows what was; `new`: it must be told.
	 */
	openSession(options: { cwd: string; resumeSessionId?: string | null }): Promise<{
		sessionId: string;
		how: "new" | "loaded" | "resumed";
	}>;
	/** One turn; resolves when it ends, also when it was cancelled or the agent was closed (`cancelled`). */
	prompt(sessionId: string, input: ContentBlock[] | string): Promise<PromptResult>;
	/** Asks the agent to end the turn; open permission requests are answered `cancelled`. Nothing to do is fine. */
	cancel(sessionId: string): Promise<void>;
	/** Ends the agent and everything it started. Can be called twice. */
	close(): Promise<void>;
	/** Resolves when the agent has ended, for whatever reason, and what it had started has been ended too. */
	readonly exited: Promise<AgentExit>;
}
