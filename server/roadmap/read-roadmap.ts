import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { NightshiftError } from "../contract/errors.ts";
import type { Roadmap } from "../contract/roadmap.ts";
import { parseInSlices } from "./parse-roadmap.ts";
import { readStill } from "./read-still.ts";

/** Where the roadmap of a repository may be, the first choice first. */
export const ROADMAP_PLACES = ["ROADMAP.md", "docs/ROADMAP.md", "docs/roadmap/ROADMAP.md"];
/** A roadmap file as it was read. */
export interface RoadmapFile {
	file: string;
	/** All of it, as it stands: with its byte order mark and line endings. */
	text: string;
	/** Of the bytes: another one for any other content. */
	version: string;
	roadmap: Roadmap;
}

/**
 * Reads and parses a roadmap file, giving way to other work of the process in between. A file that somebody is writing is
 * read when it is complete, as far as that can be told.
 *
 * @throws NightshiftError `not-found`, `payload-too-large`, or `bad-request` for what is no readable UTF-8 text file
 */
export async function readRoadmapFile(file: string): Promise<RoadmapFile> {
	const bytes = await readStill(file);
	const text = decode(file, bytes);
	return { file, text, version: versionOf(bytes), roadmap: await parseGivingWay(text) };
}

/** As `readRoadmapFile`, for who needs nothing but the items. */
export async function readRoadmap(file: string): Promise<Roadmap> {
	return (await readRoadmapFile(file)).roadmap;
}

/** Parses in slices of a few milliseconds, with other work of the process in between. */
export async function parseGivingWay(markdown: string): Promise<Roadmap> {
	const parsing = parseInSlices(markdown);
	for (;;) {
		const { done, value } = parsing.next();
		if (done) return value;
		await setImmediate();
	}
}

/** What tells one content of a file from another. */
export function versionOf(bytes: Buffer | string): string {
	return createHash("sha256").update(bytes).digest("hex").slice(0, 32);
}

/**
 * The roadmap of a repository: the first of `ROADMAP.md`, `docs/ROADMAP.md` and `docs/roadmap/ROADMAP.md` that is a file.
 * Null when there is none.
 *
 * @throws NightshiftError `bad-request` when the folder may not be looked into
 */
export async function findRoadmapFile(dir: string): Promise<string | null> {
	for (const place of ROADMAP_PLACES) {
		const file = join(dir, place);
		if (await isFile(file)) return file;
	}
	return null;
}

function decode(file: string, bytes: Buffer): string {
	const isText = isUtf8(bytes) && !bytes.includes(0);
	if (isText) return bytes.toString("utf8");
	const line = firstBadLine(bytes);
	throw new NightshiftError("bad-request", `${file} is not UTF-8 text (see line ${line}); save it as UTF-8.`, { line });
}

/** In UTF-8 a line feed is never part of another character, so each line can be judged alone. */
function firstBadLine(bytes: Buffer): number {
	let start = 0;
	for (let line = 1; ; line++) {
		const end = bytes.indexOf(0x0a, start);
		const part = bytes.subarray(start, end === -1 ? bytes.length : end);
		if (end === -1 || !isUtf8(part) || part.includes(0)) return line;
		start = end + 1;
	}
}

async function isFile(file: string): Promise<boolean> {
	try {
		return (await stat(file)).isFile();
	} catch (error) {
		const { code = "unknown error" } = error as NodeJS.ErrnoException;
		if (code === "ENOENT" || code === "ENOTDIR") return false;
		throw new NightshiftError("bad-request", `Cannot look for ${file}; the system says ${code}.`, {}, { cause: error });
	}
}
