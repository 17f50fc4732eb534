import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { closeSync, fstatSync, mkdirSync, openSync, renameSync, type Stats, statSync, watch } from "node:fs";
import { dirname } from "node:path";
import { entryCommand } from "../../config/entry.ts";
import { takeOwnership } from "../../config/ownership.ts";
import { packageRoot } from "../../config/package-root.ts";
import type { Paths } from "../../config/paths.ts";
import { NightshiftError } from "../../contract/errors.ts";
import { INSTANCE_VARIABLE } from "../../process-table/types.ts";
import { findDashboard, type Running } from "./find.ts";
import { readFailure } from "./read-failure.ts";

/** A cold start takes about a second; a busy small machine needs several. */
const READY_MS = 30_000;
/** How often to look when the file system announces nothing. */
const LOOK_MS = 100;
/** Where a log of this size is set aside at a start; one older file is kept. */
const LOG_BYTES = 5_000_000;

/** Starts a dashboard in the background and waits until it answers; one that is just starting is waited for. */
export async function ensureDashboard(paths: Paths, env: NodeJS.ProcessEnv): Promise<Running> {
	const found = await findDashboard(paths);
	if (found.state === "up") return found;
	if (found.state === "down") return launch(paths, env);
	const running = await waitUntilUp(paths, null);
	if (running) return running;
	const sentence = `The dashboard (pid ${found.identity.pid}) runs but does not answer: run "nightshift stop --dashboard-only", then start again.`;
	throw new NightshiftError("dashboard-down", sentence);
}

/** With an instance token of its own: by it the process is known again, and it is not taken for part of a daemon's tree. */
export function dashboardEnvironment(paths: Paths, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	return { ...env, NIGHTSHIFT_HOME: paths.home, [INSTANCE_VARIABLE]: randomUUID() };
}

async function launch(paths: Paths, env: NodeJS.ProcessEnv): Promise<Running> {
	const [program, ...args] = entryCommand("dashboard") as [string, ...string[]];
	const log = openLog(paths.dashboardLog);
	const start = fstatSync(log).size;
	// A file, not a pipe: the dashboard must not die with whoever started it.
	const child = spawn(program, args, {
		cwd: packageRoot(),
		env: dashboardEnvironment(paths, env),
		detached: true,
		stdio: ["ignore", log, log],
		windowsHide: true,
	});
	closeSync(log);
	child.unref();
	const running = await waitUntilUp(paths, ending(child));
	if (running) return running;
	const failure = await readFailure(paths.dashboardLog, start);
	const sentence =
		failure ?? `The dashboard did not start within ${READY_MS / 1000} s; its log is ${paths.dashboardLog}.`;
	throw new NightshiftError("dashboard-down", sentence);
}

/** Resolves with the dashboard once it answers; with null when it ended before, or when the time is over. */
export async function waitUntilUp(paths: Paths, ended: Promise<void> | null): Promise<Running | null> {
	const deadline = Date.now() + READY_MS;
	const process = { over: false };
	void ended?.then(() => {
		process.over = true;
	});
	while (Date.now() < deadline) {
		const { over } = process;
		const found = await findDashboard(paths);
		if (found.state === "up") return found;
		// Of two that start at once one ends, and the other's dashboard is the one to wait for.
		if (over && found.state === "down" && !isOwned(paths)) return null;
		await nextChange(paths.home, over ? null : ended);
	}
	return null;
}

function isOwned({ owner }: Paths): boolean {
	const free = takeOwnership(owner);
	free?.release();
	return free === null;
}

/** Resolves when something in the folder changes, when the process ends, or after a moment. */
function nextChange(folder: string, ended: Promise<void> | null): Promise<void> {
	return new Promise((resolve) => {
		const done = () => {
			clearTimeout(timer);
			watcher.close();
			resolve();
		};
		const watcher = watch(folder, done).on("error", done);
		const timer = setTimeout(done, LOOK_MS);
		void ended?.then(done);
	});
}

function ending(child: ChildProcess): Promise<void> {
	return new Promise((resolve) => {
		child.once("exit", () => resolve());
		child.once("error", () => resolve());
	});
}

function openLog(file: string): number {
	try {
		mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
		const known: Stats | undefined = statSync(file, { throwIfNoEntry: false });
		if (known && known.size > LOG_BYTES) renameSync(file, `${file}.1`);
		return openSync(file, "a", 0o600);
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		const mend = code === "ENOSPC" ? "the disk is full: make room" : "correct the permissions of its folder";
		throw new NightshiftError("dashboard-down", `${file} cannot be written (${code}); ${mend}.`, {}, { cause: error });
	}
}
