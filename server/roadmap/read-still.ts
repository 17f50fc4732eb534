import type { Stats } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { NightshiftError } from "../contract/errors.ts";

const SIZE_LIMIT = 20 * 1024 * 1024;
/** A file that was written less than this ago may be half-way: it is read once it has been still for so long. */
export const STILL_MS = 100;
/** One that is written to all the time is read all the same. */
const PATIENCE_MS = 2_000;

/**
 * The bytes of a roadmap file, from a moment at which nobody had just written to it: an editor may empty a file before it
 * fills it again.
 *
 * @throws NightshiftError `not-found`, `payload-too-large`, or `bad-request` for what cannot be read
 */
export async function readStill(file: string): Promise<Buffer> {
	const patience = performance.now() + PATIENCE_MS;
	try {
		for (;;) {
			const found = check(file, await stat(file));
			const ageMs = Date.now() - found.mtimeMs;
			const hurry = performance.now() > patience;
			if (ageMs >= 0 && ageMs < STILL_MS && !hurry) {
				await sleep(STILL_MS - ageMs + 1);
				continue;
			}
			const bytes = await readFile(file);
			const now = await stat(file);
			if (hurry || (now.ino === found.ino && now.size === bytes.length && now.mtimeMs === found.mtimeMs)) return bytes;
		}
	} catch (error) {
		throw error instanceof NightshiftError ? error : explain(file, error);
	}
}

function check(file: string, found: Stats): Stats {
	if (found.isDirectory()) {
		throw new NightshiftError("bad-request", `${file} is a folder; name the roadmap file in it, such as ROADMAP.md.`);
	}
	if (!found.isFile()) throw new NightshiftError("bad-request", `${file} is not a regular file; name a Markdown file.`);
	if (found.size > SIZE_LIMIT) {
		throw new NightshiftError("payload-too-large", `${file} is larger than 20 MiB; split it, or name another roadmap.`);
	}
	return found;
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
