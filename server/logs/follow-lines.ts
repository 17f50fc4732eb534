import { setTimeout as delay } from "node:timers/promises";
import type { DaemonPaths } from "../config/paths.ts";
import type { LogBatch, LogLine } from "../contract/log.ts";
import { tailStart } from "./find-lines.ts";
import type { Presenter } from "./findings.ts";
import { LogFollower } from "./follow-log.ts";
import { LineSplitter, type RawLine } from "./split-lines.ts";

/** A flood becomes one batch in so many milliseconds, with so many lines; a person reads neither more nor faster. */
const BATCH_MS = 100;
const BATCH_LINES = 300;
const BATCH_BYTES = 512 * 1024;
/** Of a longer line the beginning is sent; the rest can be asked for. */
const LINE_BYTES = 8 * 1024;
/** What came in since the last batch is read to be counted up to here; of more only the end is read. */
const COUNTED_BYTES = 16 * 1024 * 1024;
const END_BYTES = 256 * 1024;
const NEWLINE = 0x0a;
/** A private key is no longer. */
export const CONTEXT_LINES = 120;

export interface FollowLinesOptions {
	/** Where to go on; null: with the last `tail` lines. */
	from: number | null;
	tail: number;
	signal: AbortSignal;
	/** How lines may be shown. */
	present: Presenter;
}

export type Batch = Omit<LogBatch, "name">;

/**
 * Follows a log line by line for somebody who watches: what came in is sent in batches, and the next batch is made only when
 * `send` is done with the last one. Who is slow gets the newest lines and the number of those that were skipped. The first
 * batch comes at once, even when it is empty. Resolves when `signal` ends it.
 */
export async function followLines(
	paths: DaemonPaths,
	{ from, tail, signal, present }: FollowLinesOptions,
	send: (batch: Batch) => Promise<void>,
): Promise<void> {
	const follower = await LogFollower.open(paths, (view) => from ?? tailStart(view, tail));
	try {
		const batches = new Batches(follower, Math.max(BATCH_LINES, tail), present);
		await send(await batches.next());
		while (await follower.next(signal)) {
			const earliest = performance.now() + BATCH_MS;
			await send(await batches.next());
			await delay(Math.max(0, earliest - performance.now()), undefined, { signal }).catch(() => undefined);
		}
	} finally {
		await follower.close();
	}
}

class Batches {
	private splitter = new LineSplitter(LINE_BYTES);
	/** The first line after a leap is a piece of one. */
	private inPiece = false;
	/** The lines before, as they are. */
	private context: string[] = [];

	constructor(
		private readonly follower: LogFollower,
		/** Of the next batch. */
		private limit: number,
		private readonly present: Presenter,
	) {}

	async next(): Promise<Batch> {
		const { follower, limit } = this;
		this.limit = BATCH_LINES;
		const { restarted } = follower;
		const leapt = restarted ? 0 : this.leap();
		const { lines, skipped } = await this.read(limit);
		const unfinished = this.inPiece ? null : this.splitter.unfinished;
		const shown = this.show(unfinished ? [...lines, unfinished] : lines);
		const left = skipped.lines > 0 || leapt > 0;
		return {
			lines: shown.slice(0, lines.length),
			skipped: left ? { lines: leapt > 0 ? null : skipped.lines, bytes: skipped.bytes + leapt } : null,
			unfinished: shown[lines.length] ?? null,
			end: this.splitter.unfinished?.offset ?? follower.offset,
			restarted,
		};
	}

	/** Leaves out what is too much even to be counted; says how many bytes that was. */
	private leap(): number {
		const { follower } = this;
		if (follower.waiting <= COUNTED_BYTES) return 0;
		const bytes = follower.waiting - END_BYTES;
		follower.skipTo(follower.offset + bytes);
		this.startAnew(true);
		return bytes;
	}

	/** The newest lines of what is waiting, and what was left out before them. */
	private async read(limit: number): Promise<{ lines: RawLine[]; skipped: { lines: number; bytes: number } }> {
		const { follower } = this;
		const lines: RawLine[] = [];
		const skipped = { lines: 0, bytes: 0 };
		const shownFrom = follower.offset + follower.waiting - END_BYTES;
		for await (const chunk of follower.read()) {
			if (chunk.offset + chunk.bytes.length <= shownFrom) {
				skipped.lines += countNewlines(chunk.bytes);
				skipped.bytes += chunk.bytes.length;
				this.startAnew(chunk.bytes.at(-1) !== NEWLINE);
				continue;
			}
			for (const line of this.splitter.push(chunk)) lines.push(line);
			const pieces = this.inPiece && lines.length > 0 ? 1 : 0;
			if (pieces > 0) this.inPiece = false;
			const left = lines.splice(0, Math.max(pieces, tooMany(lines, limit)));
			skipped.lines += left.length;
			for (const { bytes, cut } of left) skipped.bytes += bytes.length + cut;
		}
		return { lines, skipped };
	}

	private startAnew(inPiece: boolean): void {
		this.splitter = new LineSplitter(LINE_BYTES);
		this.inPiece = inPiece;
	}

	/** Together with some of the lines before them, because a secret may lie across lines. */
	private show(lines: readonly RawLine[]): LogLine[] {
		const texts = lines.map(({ bytes, cut }) => textOf(bytes, cut > 0));
		const before = this.context.length;
		const shown = this.present([...this.context, ...texts]).slice(before);
		this.context = [...this.context, ...texts].slice(-CONTEXT_LINES);
		return lines.map(({ offset, cut }, index) => ({ offset, cut, text: shown[index] ?? "" }));
	}
}

/** How many of the oldest lines have to go, so that the others are few enough and not too large together. */
function tooMany(lines: readonly RawLine[], limit: number): number {
	let count = Math.max(0, lines.length - limit);
	let size = lines.slice(count).reduce((sum, { bytes }) => sum + bytes.length, 0);
	for (; size > BATCH_BYTES && count < lines.length - 1; count++) size -= lines[count]?.bytes.length ?? 0;
	return count;
}

function countNewlines(bytes: Buffer): number {
	let count = 0;
	for (const byte of bytes) if (byte === NEWLINE) count += 1;
	return count;
}

/** As text. A character that was cut in two is left out; bytes that are no text become the mark for that. */
function textOf(bytes: Buffer, isCut: boolean): string {
	if (!isCut) return bytes.toString("utf8");
	return new TextDecoder().decode(bytes, { stream: true });
}
