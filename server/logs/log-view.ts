import type { DaemonPaths } from "../config/paths.ts";
import { type CurrentLog, openCurrent, standingOf, statFile } from "./current-log.ts";
import { type Position, readPosition } from "./position.ts";
import { type Part, readPart } from "./read-part.ts";
import { listForeign, listSegments } from "./segments.ts";

const CHUNK_BYTES = 256 * 1024;
/** A rotation moves things three times within milliseconds; whoever looks again this often has met several. */
const TRIES = 50;

/** Bytes of a log and where they stand in it. */
export interface Chunk {
	offset: number;
	bytes: Buffer;
}

/**
 * A daemon's whole log as one stream of bytes, from the oldest file that is kept to what was written this moment, although
 * it is rotated meanwhile. Offsets count from the first byte that the daemon ever wrote; what was removed leaves a gap.
 */
export class LogView {
	private constructor(
		private readonly paths: DaemonPaths,
		private facts: Facts,
	) {}

	/** Opens it as it is now; one without any file is empty. To be closed. */
	static async open(paths: DaemonPaths): Promise<LogView> {
		return new LogView(paths, await lookAt(paths));
	}

	/** Of the oldest byte there is. */
	get start(): number {
		return this.facts.parts[0]?.start ?? this.end;
	}

	/** After the newest byte, as of the last look. */
	get end(): number {
		return this.facts.end;
	}

	/** Where what is in the current file begins: everything before is rotated. */
	get from(): number {
		return this.facts.from;
	}

	/** Of the first byte in the current file, dead or not. */
	get base(): number {
		return this.facts.base;
	}

	/** Oldest first. */
	get parts(): readonly Part[] {
		return this.facts.parts;
	}

	/** Names the file that the daemon writes to; null when there is none. */
	get file(): string | null {
		return this.facts.current?.file ?? null;
	}

	/** Cheap: whether anything was written, or another file has come, since the last look. */
	async hasNews(): Promise<boolean> {
		const { current, base, end } = this.facts;
		const named = await statFile(this.paths.currentLog);
		if (!current) return named !== null;
		if ((await sizeOf(current)) !== end - base) return true;
		return named !== null && named !== current.file;
	}

	/** Measures the file that is open, also when it is not the daemon's any more. */
	async measure(): Promise<void> {
		const { current, base, from, parts } = this.facts;
		if (!current) return;
		const end = Math.max(base + (await sizeOf(current)), from);
		const rotated = parts.filter(({ kind }) => kind !== "current");
		this.facts = { ...this.facts, end, parts: withCurrent(rotated, from, end, this.paths) };
	}

	/** Looks again: at what was written since, and how it was rotated. */
	async refresh(): Promise<void> {
		const before = this.facts;
		this.facts = await lookAt(this.paths);
		await before.current?.handle.close();
	}

	/**
	 * The bytes from one offset to another, in order, as far as there are any. Where something was removed, or cannot be
	 * read any more, the next chunk begins later than the last one ended.
	 */
	async *read(from: number, to: number = this.end): AsyncGenerator<Chunk> {
		let at = from;
		while (at < to) {
			const part = this.facts.parts.find(({ end }) => end > at);
			if (!part || part.start >= to) return;
			at = Math.max(at, part.start);
			if (part.kind !== "current") {
				for await (const bytes of readPart(part, at, Math.min(to, part.end))) {
					yield { offset: at, bytes };
					at += bytes.length;
				}
				// Less than there should be: it was removed this moment, or is damaged.
				at = Math.max(at, Math.min(to, part.end));
				continue;
			}
			const bytes = await this.readCurrent(at, Math.min(CHUNK_BYTES, to - at));
			if (bytes === null) {
				await this.refresh();
				continue;
			}
			if (bytes.length === 0) return; // it was emptied
			yield { offset: at, bytes };
			at += bytes.length;
		}
	}

	async close(): Promise<void> {
		await this.facts.current?.handle.close();
	}

	/** Null when the log was rotated while it was read, so that these may be other bytes. */
	private async readCurrent(offset: number, length: number): Promise<Buffer | null> {
		const { current, base } = this.facts;
		if (!current) return Buffer.alloc(0);
		const { buffer, bytesRead } = await current.handle.read(Buffer.allocUnsafe(length), 0, length, offset - base);
		return (await isAsBefore(this.paths, this.facts)) ? buffer.subarray(0, bytesRead) : null;
	}
}

interface Facts {
	text: string;
	position: Position;
	current: CurrentLog | null;
	/** Offset of the first byte of the current file. */
	base: number;
	from: number;
	parts: Part[];
	end: number;
}

async function lookAt(paths: DaemonPaths): Promise<Facts> {
	for (let attempt = 1; ; attempt++) {
		const { position, text } = await readPosition(paths);
		const current = await openCurrent(paths);
		const { base, from } = await standingOf(paths, position, current, await sizeOf(current));
		const rotated = await partsBefore(paths, from);
		// Measured after it is known where the file begins, and before it is asked whether that still holds.
		const end = Math.max(base + (await sizeOf(current)), from);
		const parts = withCurrent(rotated, from, end, paths);
		const facts = { text, position, current, base, from, parts, end };
		if (attempt === TRIES || (await isAsBefore(paths, facts))) return facts;
		await current?.handle.close();
	}
}

/** Whether the current file still begins where it did, and the segments still end there. */
async function isAsBefore(paths: DaemonPaths, { text, position, current, base }: Facts): Promise<boolean> {
	const now = await readPosition(paths);
	if (now.text !== text) return false;
	if (!position.cut && !position.retiring) return true;
	return (await standingOf(paths, position, current, await sizeOf(current))).base === base;
}

function withCurrent(rotated: Part[], from: number, end: number, { currentLog }: DaemonPaths): Part[] {
	return end > from ? [...rotated, { start: from, end, kind: "current", path: currentLog }] : rotated;
}

async function sizeOf(current: CurrentLog | null): Promise<number> {
	return current ? (await current.handle.stat()).size : 0;
}

/** The rotated files with what comes before `from`, oldest first, and before them those that somebody else rotated. */
async function partsBefore(paths: DaemonPaths, from: number): Promise<Part[]> {
	const segments = (await listSegments(paths)).filter(({ end }) => end <= from);
	const parts = segments.map(({ start, end, path, gzip }): Part => {
		return { start, end, path, kind: gzip ? "compressed" : "segment" };
	});
	const foreign = await listForeign(paths);
	let start = parts[0]?.start ?? from;
	for (const { path, size } of foreign.toReversed()) {
		if (size > 0) parts.unshift({ start: start - size, end: start, kind: "segment", path });
		start -= size;
	}
	return parts;
}
