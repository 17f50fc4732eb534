import { constants, type Dirent } from "node:fs";
import { open, readdir, stat } from "node:fs/promises";
import { extname, join, resolve } from "node:path";
import { NightshiftError } from "../contract/errors.ts";
import type { Format } from "./format.ts";
import { FORMATS, formatOf } from "./formats.ts";
import { LineSplitter } from "./lines.ts";

/** A transcript, and the conversation that its beginning belongs to. */
export interface FoundTranscript {
	path: string;
	format: Format;
	session: string;
}

/** What could not be read, or is no transcript although it was named. */
export interface Problem {
	path: string;
	/** One sentence, with what to do. */
	why: string;
}

/** A first line is longer where the instructions to the model stand in it. */
const PEEKS = [64 * 1024, 1024 * 1024];
const EXTENSIONS = new Set([".jsonl", ".log"]);
const LOG_EXTENSIONS = new Set([".log", ".txt", ".md"]);
/** Folders of other people's files. */
const PASSED_OVER = new Set(["node_modules", ".git"]);

/**
 * The transcripts at these places: files as they are named, and all that is one beneath folders, in the order of their paths.
 * Links are followed; no file and no folder is visited twice, so that a loop of links ends.
 *
 * @param only take every file for this format
 * @throws NightshiftError `not-found` when there is nothing at a place
 */
export async function findTranscripts(
	places: readonly string[],
	only: Format | null,
	onProblem: (problem: Problem) => void,
): Promise<FoundTranscript[]> {
	const walk = new Walk(only, onProblem);
	for (const place of places) await walk.start(resolve(place));
	return walk.found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

class Walk {
	readonly found: FoundTranscript[] = [];
	private readonly visited = new Set<string>();

	constructor(
		private readonly only: Format | null,
		private readonly onProblem: (problem: Problem) => void,
	) {}

	async start(path: string): Promise<void> {
		const kind = await this.kindOf(path, ({ code }) => {
			const why = code === "ENOENT" ? "there is no such file or folder" : `it cannot be read (${code})`;
			throw new NightshiftError("not-found", `${path} was not scanned: ${why}.`, { path });
		});
		if (kind === "folder") await this.folder(path);
		else if (kind === "file") await this.file(path, true);
	}

	private async folder(path: string): Promise<void> {
		let entries: Dirent[];
		try {
			entries = await readdir(path, { withFileTypes: true });
		} catch (error) {
			return this.failed(path, error as NodeJS.ErrnoException);
		}
		for (const entry of entries) {
			const below = join(path, entry.name);
			if (entry.isFile() && !this.mayBe(entry.name)) continue;
			if (entry.isDirectory() && PASSED_OVER.has(entry.name)) continue;
			const kind = await this.kindOf(below, (error) => this.failed(below, error));
			if (kind === "folder") await this.folder(below);
			else if (kind === "file" && this.mayBe(entry.name)) await this.file(below, false);
		}
	}

	private mayBe(name: string): boolean {
		return (this.only === FORMATS.log ? LOG_EXTENSIONS : EXTENSIONS).has(extname(name).toLowerCase());
	}

	private async file(path: string, named: boolean): Promise<void> {
		try {
			const found = await recognise(path, this.only);
			if (found) this.found.push(found);
			else if (named)
				this.onProblem({
					path,
					why: "It is empty, or no transcript of a known format; --format names the one it has.",
				});
		} catch (error) {
			this.failed(path, error as NodeJS.ErrnoException);
		}
	}

	/** What is at a path and was not visited before, links followed; pipes and devices are nothing. */
	private async kindOf(
		path: string,
		onFailure: (error: NodeJS.ErrnoException) => void,
	): Promise<"file" | "folder" | null> {
		try {
			const stats = await stat(path, { bigint: true });
			const id = `${stats.dev}:${stats.ino}`;
			if (this.visited.has(id)) return null;
			this.visited.add(id);
			return stats.isDirectory() ? "folder" : stats.isFile() ? "file" : null;
		} catch (error) {
			onFailure(error as NodeJS.ErrnoException);
			return null;
		}
	}

	private failed(path: string, error: NodeJS.ErrnoException): void {
		if (typeof error.code !== "string") throw error;
		// A link that leads nowhere, or in a circle, and what was deleted meanwhile, is nothing that could be read.
		if (error.code === "ENOENT" || error.code === "ELOOP") return;
		const why = error.code === "EACCES" ? "You may not read it." : `It cannot be read (${error.code}).`;
		this.onProblem({ path, why });
	}
}

async function recognise(path: string, only: Format | null): Promise<FoundTranscript | null> {
	const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
	try {
		for (const bytes of PEEKS) {
			const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(bytes), 0, bytes, 0);
			const splitter = new LineSplitter();
			const lines = [...splitter.push(buffer.subarray(0, bytesRead))].map(({ text }) => text ?? "");
			const whole = bytesRead < bytes;
			if (whole || lines.length === 0) lines.push(splitter.rest()?.text ?? "");
			const first = lines.find((line) => line.trim() !== "");
			const format = first === undefined ? null : (only ?? formatOf(path, first));
			const session = format && sessionIn(lines, format, path);
			// Without a session it is a conversation of its own, unless reading it tells more.
			if (format && (session || whole || bytes === PEEKS.at(-1))) return { path, format, session: session ?? path };
			if (whole) return null;
		}
		return null;
	} finally {
		await file.close();
	}
}

/** The conversation that the first lines belong to. */
function sessionIn(lines: readonly string[], format: Format, path: string): string | null {
	const reader = format.open(null);
	for (const line of lines)
		for (const change of reader.read(line, { path, offset: 0 }))
			if (change.type === "about" && change.session) return change.session;
	return null;
}
