import { readlinkSync } from "node:fs";
import { basename, dirname } from "node:path";
import type { DaemonPaths } from "../config/paths.ts";

/** What Linux adds to the name of an open file that has no name any more. */
const DELETED = " (deleted)";

/**
 * The path under which the log that was deleted under a running process can still be opened; null when it was not deleted.
 * Synchronous, because `/proc` never waits for a disk. Nobody but this daemon (or what
 * it started) can have that very file open, so the pid needs no further proof.
 */
export function findLostLog(paths: DaemonPaths, pid: number): string | null {
	const found = openLogsOf(pid).find(({ target }) => target.endsWith(DELETED) && isOurs(target, paths));
	return found?.path ?? null;
}

/** Where the daemon's log was moved to while it writes to it; null when it was not, or not on Linux. */
export function findMovedLog(paths: DaemonPaths, pid: number): string | null {
	const folder = lastNames(paths.logs, 3);
	const name = basename(paths.currentLog);
	const found = openLogsOf(pid).find(
		({ target }) => lastNames(dirname(target), 3) === folder && basename(target) !== name && !target.endsWith(DELETED),
	);
	return found?.target ?? null;
}

/** What standard output and standard error of a process lead to. */
function openLogsOf(pid: number): { path: string; target: string }[] {
	return [1, 2].flatMap((descriptor) => {
		const path = `/proc/${pid}/fd/${descriptor}`;
		const target = readLink(path);
		return target?.startsWith("/") ? [{ path, target }] : [];
	});
}

/** The state directory may be reached through links: the last four names tell the file from every other daemon's. */
function isOurs(target: string, { currentLog }: DaemonPaths): boolean {
	return lastNames(target.slice(0, -DELETED.length), 4) === lastNames(currentLog, 4);
}

function lastNames(path: string, count: number): string {
	return path.split("/").slice(-count).join("/");
}

function readLink(path: string): string | null {
	try {
		return readlinkSync(path);
	} catch {
		return null; // it has ended, or belongs to somebody else
	}
}
