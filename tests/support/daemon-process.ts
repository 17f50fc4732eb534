import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { closeSync, mkdirSync, openSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { onTestFinished } from "vitest";
import type { Paths } from "../../server/config/paths.ts";
import { type StatusFile, statusFileSchema } from "../../server/contract/status-file.ts";
import { compileFixture } from "./compile.ts";
import { carriersOf, end } from "./processes.ts";
import { eventually } from "./wait.ts";

/** A daemon's process as the supervisor would start it, without a supervisor. */
export interface DaemonProcess {
	child: ChildProcess;
	pid: number;
	instance: string;
	exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
	/** Sends the signal and waits for the end. */
	stop(signal?: NodeJS.Signals): Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
	/** The first status of this instance that fits. Rejects when the process ends before. */
	until(fits: (status: StatusFile) => boolean): Promise<StatusFile>;
	log(): Promise<string>;
}

export interface DaemonProcessOptions {
	paths: Paths;
	name: string;
	/** The file to run: TypeScript, or what was built. */
	entry: URL;
	args?: string[];
	env?: Record<string, string>;
}

/** Starts a daemon with its log as file descriptors; whatever is left of it when the test ends is killed. */
export function startDaemon({ paths, name, entry, args = [], env = {} }: DaemonProcessOptions): DaemonProcess {
	const files = paths.daemon(name);
	const instance = randomUUID();
	mkdirSync(files.logs, { recursive: true });
	const log = openSync(files.currentLog, "a");
	const program = entry.pathname.endsWith(".ts") ? compileFixture(entry) : entry.pathname;
	const child = spawn(process.execPath, [program, ...args], {
		detached: true,
		stdio: ["ignore", log, log],
		env: {
			...process.env,
			NIGHTSHIFT_HOME: paths.home,
			NIGHTSHIFT_DAEMON: name,
			NIGHTSHIFT_INSTANCE: instance,
			...env,
		},
	});
	closeSync(log);
	const exited = once(child, "exit").then(([code, signal]) => ({ code, signal }));
	onTestFinished(async () => {
		end(child.pid);
		await exited;
		for (const one of await carriersOf(instance)) end(one.pid);
	});
	const readLog = () => readFile(files.currentLog, "utf8");
	return {
		child,
		pid: child.pid as number,
		instance,
		exited,
		stop: (signal = "SIGTERM") => {
			child.kill(signal);
			return exited;
		},
		until: (fits) => {
			const changed = newFileAt(files.status);
			let status: StatusFile | null = null;
			return eventually(async () => {
				if (changed()) {
					status = await readStatus(files.status);
					if (status?.instance === instance && fits(status)) return status;
				}
				if (child.exitCode !== null || child.signalCode !== null) {
					throw new Error(`${name} ended before; last status ${JSON.stringify(status)}; its log:\n${await readLog()}`);
				}
				return null;
			});
		},
		log: readLog,
	};
}

/** Whether another file is there than when it was last asked: it is replaced as a whole, and parsing it takes its time. */
function newFileAt(path: string): () => boolean {
	let seen: string | null = null;
	return () => {
		const file = statSync(path, { bigint: true, throwIfNoEntry: false });
		const now = file ? `${file.ino} ${file.mtimeNs}` : "none";
		if (now === seen) return false;
		seen = now;
		return true;
	};
}

/** The status file as it is now, checked; null when there is none. */
export async function readStatus(path: string): Promise<StatusFile | null> {
	const text = await readFile(path, "utf8").catch(() => null);
	return text === null ? null : statusFileSchema.parse(JSON.parse(text));
}
