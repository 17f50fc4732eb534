import { isUtf8 } from "node:buffer";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { NightshiftError } from "../contract/errors.ts";
import type { Roadmap } from "../contract/roadmap.ts";
import { parseInSlices } from "./parse-roadmap.ts";

const PLACES = ["ROADMAP.md", "docs/ROADMAP.md", "docs/roadmap/ROADMAP.md"];
const SIZE_LIMIT = 20 * 1024 * 1024;

/**
 * Reads and parses a roadmap file, giving way to other work of the process in between.
 *
 * @throws NightshiftError `not-found`, `payload-too-large`, or `bad-request` for what is no readable UTF-8 text file
 */
export async function readRoadmap(file: string): Promise<Roadmap> {
	const parsing = parseInSlices(decode(file, await readBytes(file)));
	for (;;) {
		const { done, value } = parsing.next();
		if (done) return value;
		await setImmediate();
	}
}

/**
 * The roadmap of a repository: the first of `ROADMAP.md`, `docs/ROADMAP.md` and `docs/roadmap/ROADMAP.md` that is a file.
 * Null when there is none.
 *
 * @throws NightshiftError `bad-request` when the folder may not be looked into
 */
export async function findRoadmapFile(dir: string): Promise<string | null> {
	for (const place of PLACES) {
		const file = join(dir, place);
		if (await isFile(file)) return file;
	}
	return null;
}

async function readBytes(file: string): Promise<Buffer> {
	try {
		const found = await stat(file);
		if (found.isDirectory()) {
			throw new NightshiftError("bad-request", `${file} is a folder; name the roadmap file in it, such as ROADMAP.md.`);
		}
		if (!found.isFile())
			throw new NightshiftError("bad-request", `${file} is not a regular file; name a Markdown file.`);
		if (found.size > SIZE_LIMIT) {
			throw new NightshiftError(
				"payload-too-large",
				`${file} is larger than 20 MiB; split it, or name another roadmap.`,
			);
		}
		return await readFile(file);
	} catch (error) {
		throw error instanceof NightshiftError ? error : explain(file, error);
	}
}

function explain(file: string, error: unknown): NightshiftError {
	const { code = "unknown error" } = error as NodeJS.ErrnoException;
	if (code === "ENOENT" || code === "ENOTDIR") {
		return new NightshiftError(
			"not-found",
			`There is no file ${file}; create it, or name another roadmap.`,
			{},
			{ cause: error },
		);
	}
	const advice =
		code === "EACCES" || code === "EPERM" ? "; give yourself permission to read it" : `; the system says ${code}`;
	return new NightshiftError("bad-request", `${file} cannot be read${advice}.`, {}, { cause: error });
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
