import { readdirSync, readFileSync } from "node:fs";

/** A process told apart from a later one with the same pid by its start time (in the kernel's ticks). */
export interface ProcessMark {
	pid: number;
	startTime: string;
}
export interface LinuxProcess extends ProcessMark {
	ppid: number;
	pgid: number;
}

/** All processes that are not dead, zombies left out. Read synchronously: `/proc` never touches a disk. */
export function livingProcesses(): LinuxProcess[] {
	return readdirSync("/proc").flatMap((entry) => {
		const pid = Number(entry);
		return Number.isInteger(pid) ? (readProcess(pid) ?? []) : [];
	});
}

/** Null when it is gone or a zombie. The name in parentheses may itself hold spaces and parentheses, so the fields are counted from the last `)`. */
export function readProcess(pid: number): LinuxProcess | null {
	const stat = readText(`/proc/${pid}/stat`);
	const [state, ppid, pgid, ...rest] = stat?.slice(stat.lastIndexOf(")") + 2).split(" ") ?? [];
	const startTime = rest[16]; // field 22 of man 5 proc_pid_stat
	if (!startTime || state === "Z" || state === "X") return null;
	return { pid, ppid: Number(ppid), pgid: Number(pgid), startTime };
}

/** Whether its environment at start had this entry, `NAME=value`. */
export function carriesEntry(pid: number, entry: string): boolean {
	return readText(`/proc/${pid}/environ`)?.split("\0").includes(entry) ?? false;
}

function readText(path: string): string | null {
	try {
		return readFileSync(path, "utf8");
	} catch {
		return null; // it ended meanwhile, or belongs to somebody else
	}
}
