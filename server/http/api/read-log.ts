import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { openRegular } from "../../config/open-regular.ts";
import type { DaemonPaths } from "../../config/paths.ts";

const CHUNK_BYTES = 64 * 1024;
/** What is read at most, whatever the number of lines: a daemon may write a gigabyte without a line break. */
const MAX_BYTES = 8 * 1024 * 1024;
const NEWLINE = 0x0a;

/**
 * The last `count` lines of a daemon's log, oldest first, going back through the rotated files. Reads only the ends of
 * the files. Empty when the daemon has never written one.
 */
export async function readLastLines(paths: DaemonPaths, count: number): Promise<string[]> {
	const lines: string[] = [];
	let budget = MAX_BYTES;
	for (const file of [paths.currentLog, ...(await rotatedLogs(paths))]) {
		if (lines.length >= count || budget <= 0) break;
		const end = await readEnd(file, count - lines.length, budget);
		budget -= end.length;
		lines.unshift(...linesOf(end));
	}
	return count > 0 ? lines.slice(-count) : [];
}

/** Newest first. */
async function rotatedLogs({ logs, currentLog }: DaemonPaths): Promise<string[]> {
	const names = await orMissing(readdir(logs), []);
	const files = names.filter((name) => /\.log(\.\d+)?$/.test(name)).map((name) => join(logs, name));
	const others = files.filter((file) => file !== currentLog);
	const dated = await Promise.all(
		others.map(async (file) => ({ file, at: (await orMissing(stat(file), null))?.mtimeMs ?? 0 })),
	);
	return dated.sort((a, b) => b.at - a.at).map(({ file }) => file);
}

/** The end of a file, at least `count` lines of it when it has them and the budget allows. */
async function readEnd(path: string, count: number, budget: number): Promise<Buffer> {
	const file = await orMissing(openRegular(path), null);
	if (!file) return Buffer.alloc(0);
	try {
		let at = (await file.stat()).size;
		const chunks: Buffer[] = [];
		let found = 0;
		let read = 0;
		// One line break more than lines: the one that ends the line before.
		while (at > 0 && found <= count && read < budget) {
			const length = Math.min(CHUNK_BYTES, at, budget - read);
			at -= length;
			const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at);
			const chunk = buffer.subarray(0, bytesRead);
			chunks.unshift(chunk);
			read += length;
			for (const byte of chunk) if (byte === NEWLINE) found += 1;
		}
		return Buffer.concat(chunks);
	} finally {
		await file.close();
	}
}

function linesOf(bytes: Buffer): string[] {
	const text = bytes.toString("utf8");
	const lines = text.split(/\r?\n/);
	if (lines.at(-1) === "") lines.pop();
	return lines;
}

/** A file that is not there, was rotated away just now, or is no file with lines at all, is no error here. */
async function orMissing<T, U>(reading: Promise<T>, missing: U): Promise<T | U> {
	try {
		return await reading;
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code === "ENOENT" || code === "EINVAL") return missing;
		throw error;
	}
}
