import { type BigIntStats, constants } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import type { DaemonPaths } from "../config/paths.ts";
import { readJson } from "../config/write-json.ts";
import { frontOf } from "./front.ts";
import { MARK_BEGIN } from "./mark.ts";
import { findLostLog } from "./open-logs.ts";
import type { Position } from "./position.ts";
import { exists, retiredPath } from "./segments.ts";

/** The file that a daemon writes to, open. */
export interface CurrentLog {
	handle: FileHandle;
	/** Stays the same as long as it is this very file. */
	file: string;
}

/**
 * Opens the log that the daemon writes to: `current.log`, or the file that was deleted under a running daemon, which Linux
 * still shows among the daemon's open files. Null when there is none.
 */
export async function openCurrent(paths: DaemonPaths, access: "read" | "write" = "read"): Promise<CurrentLog | null> {
	const lost = await lostLogOf(paths);
	return (lost ? await openLog(lost, access) : null) ?? openLog(paths.currentLog, access);
}

async function openLog(path: string, access: "read" | "write"): Promise<CurrentLog | null> {
	const flags = (access === "read" ? constants.O_RDONLY : constants.O_RDWR) | (constants.O_NONBLOCK ?? 0);
	let handle: FileHandle;
	try {
		handle = await open(path, flags);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
		throw error;
	}
	const facts = await handle.stat({ bigint: true });
	if (facts.isFile()) return { handle, file: nameOf(facts) };
	await handle.close();
	return null;
}

/** Names the file at a path; null when there is none. */
export async function statFile(path: string): Promise<string | null> {
	try {
		return nameOf(await stat(path, { bigint: true }));
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
		throw error;
	}
}

function nameOf({ dev, ino }: BigIntStats): string {
	return `${dev}:${ino}`;
}

/** The path under which the running daemon's deleted log can still be opened; null when it was not deleted, or not on Linux. */
async function lostLogOf(paths: DaemonPaths): Promise<string | null> {
	if (process.platform !== "linux") return null;
	const record = (await readJson(paths.process)) as { identity?: { pid?: unknown } | null } | undefined;
	const pid = record?.identity?.pid;
	return typeof pid === "number" ? findLostLog(paths, pid) : null;
}

/** What of the log the current file holds: it begins at `base`, and counts from `from` on. */
export interface Standing {
	base: number;
	from: number;
}

/**
 * Where the current file stands, after what had begun when the position was written and may have happened since.
 *
 * @param current null: there is no such file at the moment
 * @param size of the current file
 */
export async function standingOf(
	paths: DaemonPaths,
	{ base, from, cut, retiring, hollow, front }: Position,
	current: CurrentLog | null,
	size: number,
): Promise<Standing> {
	if (retiring && (await exists(retiredPath(paths)))) return { base: from, from };
	if (!current) return { base, from };
	if (hollow && from > base && !(await beginsWithHole(current))) return { base: from, from };
	if (!cut && !hollow && front && from > base && !(await isStill(current, front, from - base)))
		return { base: from, from };
	const moved = cut && !(await carriesMark(current, cut)) ? base + cut.length : base;
	// It was emptied, or is another file: all that is in it is new.
	return moved + size < from ? { base: from, from } : { base: moved, from };
}

/** Whether the front of the file is as it was, or what a cut that did not come to its end has made of it. */
async function isStill(current: CurrentLog, front: string, length: number): Promise<boolean> {
	if ((await frontOf(current.handle, length)) === front) return true;
	return (await beginsWithHole(current)) || (await beginsWith(current, MARK_BEGIN));
}

async function beginsWith({ handle }: CurrentLog, text: string): Promise<boolean> {
	const expected = Buffer.from(text);
	const { bytesRead, buffer } = await handle.read(Buffer.alloc(expected.length), 0, expected.length, 0);
	return bytesRead === expected.length && buffer.equals(expected);
}

/** An empty file begins with nothing at all: it is another one. */
async function beginsWithHole({ handle }: CurrentLog): Promise<boolean> {
	const { bytesRead, buffer } = await handle.read(Buffer.alloc(1), 0, 1, 0);
	return bytesRead === 1 && buffer[0] === 0;
}

async function carriesMark({ handle }: CurrentLog, { at, mark }: NonNullable<Position["cut"]>): Promise<boolean> {
	const expected = Buffer.from(mark);
	const { bytesRead, buffer } = await handle.read(Buffer.alloc(expected.length), 0, expected.length, at);
	return bytesRead === expected.length && buffer.equals(expected);
}
