import type { DaemonPaths } from "../config/paths.ts";
import type { LogPage } from "../contract/log.ts";
import { blocksBackward } from "./blocks.ts";
import { type Find, Findings, type FindOptions, linesIn, slicesBackward } from "./findings.ts";
import { LogView } from "./log-view.ts";
import { containing, EVERY_LINE } from "./matcher.ts";

/** A longer line comes in pieces. */
const LONGEST_LINE = 16 * 1024 * 1024;
const NEWLINE = 0x0a;
const SEARCH_MS = 3_000;

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
