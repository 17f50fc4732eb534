import { type ChildProcess, fork } from "node:child_process";
import { onTestFinished } from "vitest";
import { type ErrorCode, NightshiftError } from "../../server/contract/errors.ts";
import type { Operations } from "../fixtures/inbox/worker.ts";
import { compileFixture } from "./compile.ts";

type Rest<F> = F extends (db: never, ...args: infer A) => unknown ? A : never;
type Result<F> = F extends (...args: never[]) => Promise<infer R> ? R : never;

/** A process of its own that has the database open. */
export interface InboxWorker {
	pid: number;
	/** Rejects with the other process's error, or when that process ends before it answers. */
	call<K extends keyof Operations>(operation: K, ...args: Rest<Operations[K]>): Promise<Result<Operations[K]>>;
	kill(): void;
	exited: Promise<NodeJS.Signals | null>;
}

const PROGRAM = new URL("../fixtures/inbox/worker.ts", import.meta.url);

/** Starts one, without waiting for it to have opened the database: `opened` tells. It ends with the test. */
export function forkWorker(database: string, migrations = ""): InboxWorker & { opened: Promise<void> } {
	const child = fork(compileFixture(PROGRAM), [database, migrations], {
		stdio: ["ignore", "inherit", "inherit", "ipc"],
		execArgv: [],
	});
	const exited = new Promise<NodeJS.Signals | null>((resolve) =>
		child.once("exit", (_code, signal) => resolve(signal)),
	);
	onTestFinished(async () => {
		child.kill("SIGKILL");
		await exited;
	});
	const replies = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
	const reply = (id: number) => new Promise<unknown>((resolve, reject) => replies.set(id, { resolve, reject }));
	listen(child, replies);
	const opened = reply(0).then(() => undefined);
	// Some tests kill it before it has opened anything, and do not ask.
	opened.catch(() => {});
	let last = 0;
	return {
		pid: child.pid ?? 0,
		exited,
		opened,
		kill: () => void child.kill("SIGKILL"),
		call(operation, ...args) {
			last += 1;
			const answered = reply(last);
			if (child.connected) child.send({ id: last, operation, args });
			else replies.get(last)?.reject(new WorkerEnded());
			return answered as Promise<never>;
		},
	};
}

/** Starts one and waits until it has the database open. */
export async function startWorker(database: string): Promise<InboxWorker> {
	const worker = forkWorker(database);
	await worker.opened;
	return worker;
}

export class WorkerEnded extends Error {
	override message = "the process ended before it answered";
}

type Reply =
	| { id: number; value: unknown }
	| { id: number; error: { code: string; message: string; details?: object } };

function listen(
	child: ChildProcess,
	replies: Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>,
): void {
	child.on("message", (message: Reply) => {
		const waiting = replies.get(message.id);
		replies.delete(message.id);
		if ("value" in message) return waiting?.resolve(message.value);
		if (!("error" in message)) return waiting?.resolve(undefined);
		const { code, message: text, details } = message.error;
		waiting?.reject(new NightshiftError(code as ErrorCode, text, { ...details }));
	});
	child.once("exit", () => {
		for (const { reject } of replies.values()) reject(new WorkerEnded());
		replies.clear();
	});
	child.on("error", () => {
		// A message to a process that was just killed; its exit rejects whoever waits.
	});
}
