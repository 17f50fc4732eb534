import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { processTable } from "../../process-table/table.ts";
import type { ProcessInfo } from "../../process-table/types.ts";
import type { Identity } from "../../supervisor/identity.ts";
import { membersOf } from "../../supervisor/tree.ts";

const run = promisify(execFile);

/** A process that is in the middle of a system call stops at its end, which is soon, or this is not the moment. */
const STOP_MS = 200;
const LOOK_MS = 2;

export type ProcessMark = Pick<ProcessInfo, "pid" | "startTime">;

/** What is written down before anything is stopped. */
export interface Paused {
	processes: ProcessMark[];
	/** Lets them go on should this process be killed meanwhile. */
	guard: ProcessMark;
}

export interface StoppedTree {
	/** Looks whether all of it still stands still. False: not all of them stopped in time, or they multiplied meanwhile. */
	isStopped(): Promise<boolean>;
	/** Lets it go on. */
	resume(): Promise<void>;
}

/**
 * Stops everything that belongs to a daemon, until `resume` is called. Before the first signal a guard stands ready and
 * `remember` has made durable what has to be resumed, so that it goes on also when this process is killed.
 */
export async function stopTreeForMoment(
	identity: Identity,
	remember: (paused: Paused) => Promise<void>,
): Promise<StoppedTree> {
	const processes = (await membersOf(identity)).map(({ pid, startTime }) => ({ pid, startTime }));
	const guard = await armGuard(processes);
	const tree: StoppedTree = {
		async isStopped() {
			// One that was just being born when the list was made would write on.
			const members = await membersOf(identity);
			return members.every((one) => processes.some(({ pid }) => pid === one.pid)) && (await areStopped(processes));
		},
		async resume() {
			await resumeProcesses(processes);
			guard.disarm();
		},
	};
	try {
		await remember({ processes, guard: guard.mark });
		for (const one of processes) await signal(one, "SIGSTOP");
		const deadline = performance.now() + STOP_MS;
		while (!(await areStopped(processes)) && performance.now() < deadline) await delay(LOOK_MS);
		return tree;
	} catch (error) {
		await tree.resume();
		throw error;
	}
}

/** After a crash: lets go on what was stopped, when the guard has done its part. */
export async function resumePaused({ processes, guard }: Paused): Promise<void> {
	while ((await processTable.read(guard.pid))?.startTime === guard.startTime) await delay(LOOK_MS);
	await resumeProcesses(processes);
}

/** Each is verified first, so that no stranger with a recycled pid is signalled. */
async function resumeProcesses(processes: readonly ProcessMark[]): Promise<void> {
	for (const one of processes) await signal(one, "SIGCONT");
}

/**
 * A shell that waits for a word from this process. When there comes none, because this process was killed and the pipe has
 * closed, it resumes them at once.
 */
async function armGuard(processes: readonly ProcessMark[]): Promise<{ mark: ProcessMark; disarm(): void }> {
	const pids = processes.map(({ pid }) => String(pid));
	const script = 'read word || kill -CONT "$@"';
	const guard = spawn("/bin/sh", ["-c", script, "sh", ...pids], {
		detached: true,
		stdio: ["pipe", "ignore", "ignore"],
	});
	await once(guard, "spawn");
	guard.unref();
	const { pid = 0 } = guard;
	const startTime = (await processTable.read(pid))?.startTime ?? "";
	return { mark: { pid, startTime }, disarm: () => guard.stdin.end("done\n") };
}

async function signal({ pid, startTime }: ProcessMark, name: "SIGSTOP" | "SIGCONT"): Promise<void> {
	const now = await processTable.read(pid);
	if (now?.startTime !== startTime || now.zombie || pid < 2) return;
	try {
		process.kill(pid, name);
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code !== "ESRCH" && code !== "EPERM") throw error; // it ended, or goes on: seen by `areStopped`
	}
}

async function areStopped(processes: readonly ProcessMark[]): Promise<boolean> {
	const states = process.platform === "linux" ? linuxStates(processes) : await psStates(processes);
	// T: stopped; t: by a debugger; Z and X: dead.
	return states.every((state) => /^[TtZX]/.test(state));
}

function linuxStates(processes: readonly ProcessMark[]): string[] {
	return processes.flatMap(({ pid }) => {
		try {
			const text = readFileSync(`/proc/${pid}/stat`, "utf8");
			return [text.slice(text.lastIndexOf(")") + 2)];
		} catch {
			return []; // it has ended
		}
	});
}

async function psStates(processes: readonly ProcessMark[]): Promise<string[]> {
	const pids = processes.map(({ pid }) => String(pid)).join(",");
	const { stdout } = await run("ps", ["-o", "stat=", "-p", pids]);
	return stdout.split("\n").flatMap((line) => (line.trim() === "" ? [] : [line.trim()]));
}
