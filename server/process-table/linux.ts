import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import {
	DAEMON_VARIABLE,
	type Doing,
	HOME_VARIABLE,
	INSTANCE_VARIABLE,
	type ProcessInfo,
	type ProcessTable,
	type StartedProcess,
} from "./types.ts";

/** Of /proc/PID/stat: 100 a second on every Linux that Node runs on. */
const MS_PER_TICK = 10;

/** Linux: `/proc`. */
export const linuxProcessTable: ProcessTable = {
	async boot() {
		const id = readText("/proc/sys/kernel/random/boot_id")?.trim();
		const namespace = readLink("/proc/self/ns/pid");
		return id && namespace ? `${id} ${namespace}` : null;
	},
	async read(pid) {
		return readProcess(pid);
	},
	async list() {
		return listProcesses();
	},
	isOlder({ startTime }, than) {
		return Number(startTime) < Number(than); // ticks since boot
	},
	async executable(pid) {
		return readLink(`/proc/${pid}/exe`);
	},
	async carriesInstance(pid, instance) {
		const entry = readEnvironment(pid)?.find((one) => one.startsWith(`${INSTANCE_VARIABLE}=`));
		return entry === undefined ? null : entry === `${INSTANCE_VARIABLE}=${instance}`;
	},
	async startedFor(home, daemon) {
		const bootAt = readBootTime();
		const marks = [`${HOME_VARIABLE}=${home}`, `${DAEMON_VARIABLE}=${daemon}`];
		return listProcesses().flatMap((one): StartedProcess[] => {
			const entries = one.zombie ? null : readEnvironment(one.pid);
			if (!entries || !marks.every((mark) => entries.includes(mark))) return [];
			const prefix = `${INSTANCE_VARIABLE}=`;
			const instance = entries.find((entry) => entry.startsWith(prefix))?.slice(prefix.length);
			if (!instance) return [];
			const commandLine = (readText(`/proc/${one.pid}/cmdline`) ?? "").replace(/\0$/, "").replaceAll("\0", " ");
			const startedAt = bootAt === null ? null : new Date(bootAt + Number(one.startTime) * MS_PER_TICK);
			return [{ ...one, instance, commandLine, startedAt }];
		});
	},
	async doing(pid) {
		const text = readText(`/proc/${pid}/stat`);
		const state = text && STATES[text.charAt(text.lastIndexOf(")") + 2)];
		if (!state) return null;
		const wait = readText(`/proc/${pid}/wchan`);
		return { state, kernelWait: wait && wait !== "0" ? wait : null };
	},
};

/** @see man 5 proc_pid_stat: (3) state */
const STATES: Record<string, Doing["state"]> = {
	R: "running",
	S: "sleeping",
	I: "sleeping",
	T: "stopped",
	t: "traced",
	D: "blocked",
};

// Read synchronously: these never touch a disk (some 20 µs each), while the asynchronous reads go through four threads
// that slow file systems can keep busy.

/** The process with this pid, or null. */
export function readProcess(pid: number): ProcessInfo | null {
	const text = readText(`/proc/${pid}/stat`);
	return text === null ? null : parseStat(text);
}

export function listProcesses(): ProcessInfo[] {
	return readdirSync("/proc").flatMap((entry) => {
		const pid = Number(entry);
		return Number.isInteger(pid) ? (readProcess(pid) ?? []) : [];
	});
}

/** Whether its environment at start had this entry, `NAME=value`; null when it may not be read. */
export function carriesEntry(pid: number, entry: string): boolean | null {
	return readEnvironment(pid)?.includes(entry) ?? null;
}

function readEnvironment(pid: number): string[] | null {
	return readText(`/proc/${pid}/environ`)?.split("\0") ?? null;
}

/**
 * Parses `/proc/PID/stat`. The second field, the program's name in parentheses, may itself hold spaces and parentheses,
 * so the fields are counted from the last `)`.
 *
 * @see man 5 proc_pid_stat: (1) pid (2) comm (3) state (4) ppid (5) pgrp … (22) starttime in clock ticks since boot.
 */
export function parseStat(text: string): ProcessInfo | null {
	const open = text.indexOf("(");
	const close = text.lastIndexOf(")");
	if (open < 0 || close < open) return null;
	const fields = text.slice(close + 2).split(" ");
	const [state, ppid, pgid] = fields;
	const startTime = fields[19];
	if (!state || !startTime) return null;
	return {
		pid: Number(text.slice(0, open)),
		ppid: Number(ppid),
		pgid: Number(pgid),
		startTime,
		zombie: state === "Z" || state === "X",
		command: text.slice(open + 1, close),
	};
}

/** Wall-clock milliseconds at which the machine booted, to some 10 ms. @see man 5 proc_uptime */
function readBootTime(): number | null {
	const seconds = Number.parseFloat(readText("/proc/uptime") ?? "");
	return Number.isNaN(seconds) ? null : Date.now() - seconds * 1_000;
}

function readText(path: string): string | null {
	try {
		return readFileSync(path, "utf8");
	} catch (error) {
		return unlessUnknown(error);
	}
}

function readLink(path: string): string | null {
	try {
		return readlinkSync(path);
	} catch (error) {
		return unlessUnknown(error);
	}
}

/** It ended meanwhile, or belongs to somebody else. */
const NOT_THERE = new Set(["ENOENT", "ESRCH", "ENOTDIR", "EACCES", "EPERM", "EINVAL"]);

/** Whatever else keeps it from being read (too many open files, say) says nothing of the process: "gone" would be a lie. */
function unlessUnknown(error: unknown): null {
	if (NOT_THERE.has((error as NodeJS.ErrnoException).code ?? "")) return null;
	throw error;
}
