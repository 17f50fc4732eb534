import { existsSync, readdirSync, readFileSync, readlinkSync, statSync, watch } from "node:fs";
import { tmpdir } from "node:os";
import { error, type Finding, hint } from "../finding.ts";
import type { Scene } from "../scene.ts";

const NEARLY = 0.9;
const LIMITS = {
	instances: ["/proc/sys/fs/inotify/max_user_instances", "/proc/sys/user/max_inotify_instances"],
	watches: ["/proc/sys/fs/inotify/max_user_watches", "/proc/sys/user/max_inotify_watches"],
};

/** Linux gives each user a number of file watches. Without one, changes are seen late, by looking again and again. */
export async function checkWatches({ paths }: Scene): Promise<Finding[]> {
	if (process.platform !== "linux") return [];
	return judgeWatches({
		failure: tryWatch(existsSync(paths.home) ? paths.home : tmpdir()),
		instances: countInstances(),
		maxInstances: limitOf(LIMITS.instances),
		maxWatches: limitOf(LIMITS.watches),
	});
}

export interface Watches {
	/** Why no folder can be watched now: the system's code. */
	failure: string | null;
	/** Open ones, of this user's processes. */
	instances: number;
	maxInstances: number | null;
	maxWatches: number | null;
}

export function judgeWatches({ failure, instances, maxInstances, maxWatches }: Watches): Finding[] {
	const raise = (key: string, value: number) =>
		`raise it: sudo sysctl fs.inotify.${key}=${value}, and put that line into /etc/sysctl.d/`;
	if (failure === "ENOSPC") {
		const what = `No file can be watched any more: all ${maxWatches ?? ""} watches of this user are taken (fs.inotify.max_user_watches)`;
		return [error("watches-used-up", what.replace("all  watches", "all watches"), raise("max_user_watches", 524_288))];
	}
	const open = `${instances} of ${maxInstances ?? "an unknown number of"} watchers of this user are open (fs.inotify.max_user_instances)`;
	if (failure === "EMFILE")
		return [error("watches-used-up", `No file can be watched any more: ${open}`, raise("max_user_instances", 1_024))];
	if (maxInstances !== null && instances >= maxInstances * NEARLY) {
		return [hint("watches-nearly-used-up", open, raise("max_user_instances", 1_024))];
	}
	return [];
}

function tryWatch(folder: string): string | null {
	try {
		watch(folder).close();
		return null;
	} catch (failure) {
		return (failure as NodeJS.ErrnoException).code ?? "unknown";
	}
}

function countInstances(): number {
	const uid = process.getuid?.();
	return readdirSync("/proc")
		.filter((entry) => /^\d+$/.test(entry) && statSync(`/proc/${entry}`, { throwIfNoEntry: false })?.uid === uid)
		.flatMap((pid) => descriptorsOf(pid))
		.filter((target) => target === "anon_inode:inotify").length;
}

/** Nothing of a process that has ended meanwhile. */
function descriptorsOf(pid: string): string[] {
	try {
		return readdirSync(`/proc/${pid}/fd`).flatMap((name) => {
			try {
				return [readlinkSync(`/proc/${pid}/fd/${name}`)];
			} catch {
				return [];
			}
		});
	} catch {
		return [];
	}
}

/** The lowest of those that the system has. */
function limitOf(files: readonly string[]): number | null {
	const limits = files.flatMap((file) => {
		try {
			return [Number(readFileSync(file, "utf8"))];
		} catch {
			return [];
		}
	});
	return limits.length > 0 ? Math.min(...limits) : null;
}
