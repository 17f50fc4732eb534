import type { DaemonPaths } from "../config/paths.ts";
import type { LogLine, LogPage } from "../contract/log.ts";
import { blocksBackward } from "./blocks.ts";
import { LogView } from "./log-view.ts";
import { containing, EVERY_LINE, type Matcher } from "./matcher.ts";
import { linesOf, type RawLine } from "./split-lines.ts";

/** What an answer holds at most: enough for a line of 10 MB. */
const MAX_BYTES = 16 * 1024 * 1024;
/** A longer line comes in pieces. */
const LONGEST_LINE = MAX_BYTES;
/** So much is looked through at once; then others get their turn. */
const SLICE_BYTES = 256 * 1024;
const NEWLINE = 0x0a;
const SEARCH_MS = 3_000;

export interface FindOptions {
	/** Only what comes before this offset. */
	before?: number | undefined;
	/** How a line may be shown, secrets blotted out for example. What does not match any more after that is no hit. */
	present?: ((text: string) => string) | undefined;
	/** What the texts of all lines may have together, in bytes; the newest are kept. */
	maxBytes?: number | undefined;
}

export interface SearchOptions extends FindOptions {
	text: string;
	ignoreCase: boolean;
	/** How many hits are enough. */
	limit: number;
	/** After so many milliseconds what was found so far is the answer, and `older` tells where to go on. */
	timeMs?: number | undefined;
	signal?: AbortSignal | undefined;
}

/** The last `count` lines of a log across its rotated files, oldest first. Reads no more of them than it needs. */
export async function readTail(paths: DaemonPaths, count: number, options: FindOptions = {}): Promise<LogPage> {
	return withView(paths, (view) => findLines(view, { ...options, matcher: EVERY_LINE, limit: count }));
}

/** The newest lines that hold a text, oldest first, across rotated files. */
export async function searchLog(paths: DaemonPaths, options: SearchOptions): Promise<LogPage> {
	const { text, ignoreCase, timeMs = SEARCH_MS } = options;
	const matcher = containing(text, { ignoreCase });
	return withView(paths, (view) => findLines(view, { ...options, matcher, timeMs }));
}

export async function withView<T>(paths: DaemonPaths, use: (view: LogView) => Promise<T>): Promise<T> {
	const view = await LogView.open(paths);
	try {
		return await use(view);
	} finally {
		await view.close();
	}
}

/** Where the last `count` lines begin. */
export async function tailStart(view: LogView, count: number): Promise<number> {
	if (count <= 0) return view.end;
	let missing = count;
	for await (const { offset, bytes } of blocksBackward(view, view.end, LONGEST_LINE)) {
		// The line break at the end of a block belongs to its last line.
		let at = bytes.length - 1;
		for (; missing > 0 && at >= 0; missing--) at = at === 0 ? -1 : bytes.lastIndexOf(NEWLINE, at - 1);
		if (missing === 0) return offset + at + 1;
	}
	return view.start;
}

interface Find extends FindOptions {
	matcher: Matcher;
	limit: number;
	timeMs?: number | undefined;
	signal?: AbortSignal | undefined;
}

/** The newest lines that match, oldest first. */
export async function findLines(view: LogView, find: Find): Promise<LogPage> {
	const { before, limit, signal, timeMs = Number.POSITIVE_INFINITY } = find;
	const end = before === undefined ? view.end : Math.min(before, view.end);
	if (limit <= 0) return { lines: [], end, older: end > view.start ? end : null };
	const deadline = performance.now() + timeMs;
	const found = new Findings(find, end);
	for await (const block of blocksBackward(view, end, LONGEST_LINE)) {
		for (const slice of slicesBackward(block.bytes)) {
			if (found.isFull || performance.now() > deadline || signal?.aborted) return page(found, end, view.start);
			found.lookAt(linesIn(slice, block.offset, block.bytes, find.matcher));
			found.searched = block.offset + slice.start;
			await new Promise(setImmediate);
		}
	}
	if (!found.isFull) found.searched = view.start;
	return page(found, end, view.start);
}

function page(found: Findings, end: number, start: number): LogPage {
	const lines = found.lines.toReversed();
	const searched = found.isFull ? (lines[0]?.offset ?? found.searched) : found.searched;
	return { lines, end, older: searched > start ? searched : null };
}

/** What was found so far, newest first. */
class Findings {
	readonly lines: LogLine[] = [];
	isFull = false;
	private bytes = 0;

	constructor(
		private readonly find: Find,
		/** Everything from here on was looked at. */
		public searched: number,
	) {}

	lookAt(lines: RawLine[]): void {
		const { matcher, present = (text: string) => text, limit, maxBytes = MAX_BYTES } = this.find;
		for (const { offset, bytes, cut } of lines.toReversed()) {
			if (this.isFull) return;
			const raw = bytes.toString("utf8");
			if (!matcher.matches(raw)) continue;
			const text = present(raw);
			if (text !== raw && !matcher.matches(text)) continue;
			if (this.lines.length > 0 && this.bytes + bytes.length > maxBytes) {
				this.isFull = true;
				return;
			}
			this.lines.push({ offset, text, cut });
			this.bytes += bytes.length;
			this.isFull = this.lines.length >= limit;
		}
	}
}

interface Slice {
	start: number;
	end: number;
}

/** Pieces of some size, of whole lines, the last one first. */
function* slicesBackward(bytes: Buffer): Generator<Slice> {
	let end = bytes.length;
	while (end > 0) {
		const wanted = end - SLICE_BYTES;
		const start = wanted <= 0 ? 0 : bytes.lastIndexOf(NEWLINE, wanted - 1) + 1;
		yield { start, end };
		end = start;
	}
}

/** The lines of a slice that are worth a closer look. */
function linesIn({ start, end }: Slice, offset: number, block: Buffer, matcher: Matcher): RawLine[] {
	const bytes = block.subarray(start, end);
	if (!matcher.mayMatch(bytes.toString("utf8"))) return [];
	return linesOf({ offset: offset + start, bytes });
}
