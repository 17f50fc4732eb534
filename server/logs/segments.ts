import { open, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { DaemonPaths } from "../config/paths.ts";

/** A rotated part of a log: the bytes from `start` to `end` of everything the daemon wrote. */
export interface Segment {
	path: string;
	start: number;
	end: number;
	gzip: boolean;
	/** When it was rotated, in unix milliseconds. */
	at: number;
}

/** `20261121T092005Z-000000000000-000010485760.log.gz`: when it was rotated, from where, to where. A folder sorts them by age. */
const NAME = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-(\d+)-(\d+)\.log(\.gz)?$/;
/** A terabyte; more digits are fine, and sort less well within one second. */
const OFFSET_DIGITS = 12;
/** What other programs make of a log that they rotate, without compression. */
const FOREIGN = /\.log(\.\d+)?$/;
const UNFINISHED = ".unfinished";
/** A position that was being written when its writer was killed. */
const POSITION_TEMPORARY = /^position\.json\.\d+$/;

export function segmentName(start: number, end: number, at: Date, gzip: boolean): string {
	const stamp = at.toISOString().replace(/[-:]|\.\d+/g, "");
	const [from, to] = [start, end].map((offset) => String(offset).padStart(OFFSET_DIGITS, "0"));
	return `${stamp}-${from}-${to}.log${gzip ? ".gz" : ""}`;
}

/** What a segment is called while it is written. */
export function unfinished(path: string): string {
	return path + UNFINISHED;
}

export function parseSegment(folder: string, name: string): Segment | null {
	const match = NAME.exec(name);
	if (!match) return null;
	const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, start = 0, end = 0] = match
		.slice(1, 9)
		.map(Number);
	if (end <= start) return null;
	const at = Date.UTC(year, month - 1, day, hour, minute, second);
	return { path: join(folder, name), start, end, gzip: match[9] !== undefined, at };
}

/** The segments that are there, oldest first; of one that exists twice, the compressed file. */
export async function listSegments({ logs }: DaemonPaths): Promise<Segment[]> {
	const found = (await namesIn(logs)).flatMap((name) => parseSegment(logs, name) ?? []);
	found.sort((a, b) => a.start - b.start || Number(b.gzip) - Number(a.gzip));
	return found.filter((one, index) => one.start !== found[index - 1]?.start);
}

/** Logs in the same folder that somebody else rotated, oldest first, with their sizes. */
export async function listForeign({ logs, currentLog }: DaemonPaths): Promise<{ path: string; size: number }[]> {
	const names = (await namesIn(logs)).filter((name) => FOREIGN.test(name) && !NAME.test(name));
	const files = await Promise.all(
		names
			.map((name) => join(logs, name))
			.filter((path) => path !== currentLog)
			.map(async (path) => ({ path, facts: await orMissing(stat(path)) })),
	);
	return files
		.flatMap(({ path, facts }) => (facts?.isFile() ? [{ path, size: facts.size, at: facts.mtimeMs }] : []))
		.sort((a, b) => a.at - b.at)
		.map(({ path, size }) => ({ path, size }));
}

/** Removes what a rotation that was interrupted left behind: unfinished files, and segments that were never committed. */
export async function removeLeftovers(paths: DaemonPaths, from: number): Promise<void> {
	const isLeftover = (name: string) =>
		name.endsWith(UNFINISHED) || POSITION_TEMPORARY.test(name) || (parseSegment(paths.logs, name)?.end ?? 0) > from;
	const leftovers = (await namesIn(paths.logs)).filter(isLeftover);
	for (const name of leftovers) await rm(join(paths.logs, name), { force: true });
}

/** Makes names that were given or taken in a folder durable. Windows has nothing of the kind, and needs nothing. */
export async function syncFolder(folder: string): Promise<void> {
	if (process.platform === "win32") return;
	const handle = await open(folder, "r");
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}

/** Where a log goes that nobody needs any more. */
export function retiredPath({ logs }: DaemonPaths): string {
	return unfinished(join(logs, "retired"));
}

export async function exists(path: string): Promise<boolean> {
	return (await orMissing(stat(path))) !== null;
}

async function namesIn(folder: string): Promise<string[]> {
	return (await orMissing(readdir(folder))) ?? [];
}

async function orMissing<T>(reading: Promise<T>): Promise<T | null> {
	try {
		return await reading;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
		throw error;
	}
}
