import type { IdentityMarks } from "../contract/daemon.ts";
import { processTable } from "../process-table/table.ts";
import type { ProcessTable } from "../process-table/types.ts";

/**
 * What makes a process this very process. Each mark alone has failed somebody: pids are reused, start times repeat after
 * a reboot, executables are shared, an environment can be inherited.
 */
export interface Identity {
	pid: number;
	/** Names the boot of the machine, and the pid namespace; null when unknown. */
	boot: string | null;
	/** In the system's own notation: compare for equality only. */
	startTime: string;
	executable: string | null;
	/** The random token that the process and all that it starts carry in their environment. */
	instance: string;
}

export interface Verdict {
	/** `same`: this very process, alive. `gone`: no such process, or a zombie. `stranger`: the pid is somebody else's now. */
	verdict: "same" | "gone" | "stranger";
	marks: IdentityMarks;
}

/** Reads the marks of a process that has just been started; null when it is gone already. */
export async function captureIdentity(
	pid: number,
	instance: string,
	table: ProcessTable = processTable,
): Promise<Identity | null> {
	const info = await table.read(pid);
	if (!info || info.zombie) return null;
	return {
		pid,
		instance,
		startTime: info.startTime,
		boot: await table.boot(),
		executable: await table.executable(pid),
	};
}

/**
 * Compares a recorded identity with what runs under its pid now. `same` needs the start time to match and the instance
 * token; where there is no token to see (a system that hides it, a program started through `env -i`), the boot, within
 * which pid and start time are unique, or the executable. Another token is another daemon. (The executable alone may
 * change: a program that execs another stays the same process.)
 */
export async function verifyIdentity(identity: Identity, table: ProcessTable = processTable): Promise<Verdict> {
	const none: IdentityMarks = { boot: null, startTime: null, executable: null, instance: null };
	const boot = compare(identity.boot, await table.boot());
	if (boot === false) return { verdict: "gone", marks: { ...none, boot } };

	const info = await table.read(identity.pid);
	if (!info) return { verdict: "gone", marks: { ...none, boot } };
	const startTime = info.startTime === identity.startTime;
	if (!startTime) return { verdict: "stranger", marks: { ...none, boot, startTime } };
	if (info.zombie) return { verdict: "gone", marks: { ...none, boot, startTime } };

	const executable = compare(identity.executable, await table.executable(identity.pid));
	const instance = await table.carriesInstance(identity.pid, identity.instance);
	const same = instance ?? (boot === true || executable === true);
	return { verdict: same ? "same" : "stranger", marks: { boot, startTime, executable, instance } };
}

/**
 * The cheap half of `verifyIdentity`, for polling a process that was verified before: the pid and its start time.
 */
export async function isStillAlive(
	identity: Pick<Identity, "pid" | "startTime">,
	table: ProcessTable = processTable,
): Promise<boolean> {
	const info = await table.read(identity.pid);
	return info !== null && !info.zombie && info.startTime === identity.startTime;
}

/** Whether it ran before the machine was started the last time: surely, not when either is unknown. */
export function isOfAnotherBoot(identity: Pick<Identity, "boot">, boot: string | null): boolean {
	return compare(identity.boot, boot) === false;
}

function compare(recorded: string | null, present: string | null): boolean | null {
	return recorded === null || present === null ? null : recorded === present;
}
