import type { CallToolResult } from "@modelcontextprotocol/server";
import type { Database } from "../db/open.ts";
import type { Arguments } from "./arguments.ts";
import { MAX_WAIT_SECONDS } from "./limits.ts";
import type { ProgressLog } from "./progress-log.ts";
import { type WaitOptions, waitUntil } from "./wait-until.ts";

/** What the tools work with, however they are reached. */
export interface McpParts {
	/** Opened when it is first needed. @throws NightshiftError `database-unavailable` */
	database(): Database | Promise<Database>;
	/** Told after each write, so that it shows at once. */
	wrote(): void;
	progress: ProgressLog;
	/** Whether the name is that of a built-in daemon, or looks like it: no agent may take its answers and commands away. */
	isTaken(name: string): boolean | Promise<boolean>;
	/** Aborted when this process ends. */
	closing: AbortSignal;
	transport: "http" | "stdio";
	/** Told of what went wrong unexpectedly; the agent gets one sentence. */
	onError(error: unknown): void;
}

/** One call of a tool. */
export interface Call {
	parts: McpParts;
	db: Database;
	/** Whose question it is, and whom commands are for. */
	asker: string;
	/** Aborted when nobody waits for the result any more: then nothing may be taken. */
	signal: AbortSignal;
	onWaiting: WaitOptions["onWaiting"];
}

/** Waits, as long as the model asked for and a client can bear. */
export function waitFor<T>(call: Call, seconds: number, look: () => Promise<T | null>): Promise<T | null> {
	const { db, signal, parts, onWaiting } = call;
	return waitUntil(db, look, { timeoutMs: seconds * 1000, signal, closing: parts.closing, onWaiting });
}

/** `wait_s`, within what is possible. */
export function readWait(args: Arguments, usual: number): number {
	const seconds = args.number("wait_s", "seconds");
	if (seconds === undefined) return usual;
	if (seconds > MAX_WAIT_SECONDS) {
		args.notes.push(
			`Waited at most ${MAX_WAIT_SECONDS} s and not ${seconds}: longer waits are cut off by clients. End your turn instead.`,
		);
	}
	return Math.min(Math.max(0, seconds), MAX_WAIT_SECONDS);
}

/** A result: the same as data and in words. */
export function result(data: Record<string, unknown>, words: string, { notes }: Arguments): CallToolResult {
	return {
		structuredContent: { ...data, ...(notes.length > 0 && { notes }) },
		content: [{ type: "text", text: [words, ...notes.map((note) => `Note: ${note}`)].join("\n") }],
	};
}

/** Nothing was done, and here is what to send instead. */
export function refusal({ mistakes, notes }: Pick<Arguments, "mistakes" | "notes">): CallToolResult {
	return {
		isError: true,
		structuredContent: { mistakes, ...(notes.length > 0 && { notes }) },
		content: [{ type: "text", text: ["Nothing was done.", ...mistakes, ...notes].join("\n") }],
	};
}
