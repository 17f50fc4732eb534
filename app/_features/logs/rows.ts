import type { LogBatch, LogLine } from "../../../server/contract/log.ts";

/** What the list shows, one under the other. */
export type Row =
	| { kind: "line"; key: number; line: LogLine }
	/** Lines that came too fast to be shown. They begin at `from` in the log. */
	| { kind: "skipped"; key: number; lines: number | null; bytes: number; from: number }
	/** What follows is another log, or the same after it was emptied. */
	| { kind: "restarted"; key: number };

/** Lines that are kept while the page follows; what is older is fetched when somebody scrolls to it. */
export const KEPT_ROWS = 5_000;
/** And while somebody reads: more than this is a matter for the search. */
export const MOST_ROWS = 20_000;
/**
 * Keys come again after so many rows, of which there are never that many at once: the list remembers the heights of rows
 * by their keys, and shall not remember them for ever.
 */
const KEYS = 65_536;

export interface LogState {
	rows: readonly Row[];
	/** Shown below the rows: a last line that is not whole yet. */
	unfinished: LogLine | null;
	/** True: new lines are shown as they come. */
	following: boolean;
	/** What came since it was paused, and how many lines that were, also those that are not kept. */
	waiting: readonly Row[];
	newLines: number;
	/** Lines that were counted and never shown, since the page was opened. */
	skipped: number;
	/** Where the next batch begins; null before the first one. */
	end: number | null;
	/** Before this there are older lines; null: not known, or none. */
	older: number | null;
	nextKey: number;
	firstKey: number;
}

export const EMPTY: LogState = {
	rows: [],
	unfinished: null,
	following: true,
	waiting: [],
	newLines: 0,
	skipped: 0,
	end: null,
	older: null,
	nextKey: 0,
	firstKey: KEYS - 1,
};

/** Takes what came in: shown at once, or kept until the person wants to see it. */
export function takeBatch(state: LogState, batch: LogBatch): LogState {
	const fresh = rowsOf(state, batch);
	const { unfinished, end } = batch;
	const skipped = state.skipped + (batch.skipped?.lines ?? 0);
	const next = { ...state, unfinished, end, skipped, nextKey: (state.nextKey + fresh.length) % KEYS };
	if (state.following) {
		const first = state.end === null ? firstOffset(fresh) : state.older;
		return trim({ ...next, rows: [...state.rows, ...fresh], older: first });
	}
	const newLines = state.newLines + batch.lines.length + (batch.skipped?.lines ?? 0);
	return { ...next, newLines, waiting: newest([...state.waiting, ...fresh]) };
}

export function pause(state: LogState): LogState {
	return state.following ? { ...state, following: false } : state;
}

/** Shows what has come meanwhile, and goes on with what comes. */
export function resume(state: LogState): LogState {
	if (state.following) return state;
	return trim({ ...state, following: true, rows: [...state.rows, ...state.waiting], waiting: [], newLines: 0 });
}

/** Puts older lines before those that are there. */
export function takeOlder(state: LogState, lines: readonly LogLine[], older: number | null): LogState {
	const rows = lines.map((line, index): Row => {
		return { kind: "line", key: (state.firstKey - (lines.length - 1 - index) + KEYS) % KEYS, line };
	});
	const firstKey = (state.firstKey - lines.length + KEYS) % KEYS;
	return { ...state, rows: [...rows, ...state.rows], older, firstKey };
}

/** Puts later lines after those that are there: for a part of the log that nobody adds to. */
export function takeLater(state: LogState, lines: readonly LogLine[], end: number): LogState {
	const rows = lines.map((line, index): Row => ({ kind: "line", key: (state.nextKey + index) % KEYS, line }));
	return { ...state, rows: [...state.rows, ...rows], end, nextKey: (state.nextKey + rows.length) % KEYS };
}

/** All lines as text, without colours: for the clipboard. */
export function textOfRows(rows: readonly Row[], plain: (text: string) => string): string {
	return rows.flatMap((row) => (row.kind === "line" ? [`${plain(row.line.text)}\n`] : [])).join("");
}

function rowsOf({ end, nextKey }: LogState, { lines, skipped, restarted }: LogBatch): Row[] {
	const rows: Row[] = [];
	const key = () => (nextKey + rows.length) % KEYS;
	if (restarted) rows.push({ kind: "restarted", key: key() });
	if (skipped) rows.push({ kind: "skipped", key: key(), ...skipped, from: end ?? 0 });
	for (const line of lines) rows.push({ kind: "line", key: key(), line });
	return rows;
}

function trim(state: LogState): LogState {
	if (state.rows.length <= KEPT_ROWS) return state;
	const rows = state.rows.slice(-KEPT_ROWS);
	return { ...state, rows, older: firstOffset(rows) };
}

/** Of a long pause the newest rows, after a mark for the others. */
function newest(rows: readonly Row[]): readonly Row[] {
	if (rows.length <= KEPT_ROWS) return rows;
	const [first] = rows;
	const kept = rows.slice(-KEPT_ROWS + 1);
	const from = first ? offsetOf(first) : 0;
	const to = firstOffset(kept) ?? from;
	const mark: Row = { kind: "skipped", key: first?.key ?? 0, lines: null, bytes: Math.max(0, to - from), from };
	return [mark, ...kept];
}

function firstOffset(rows: readonly Row[]): number | null {
	const first = rows.find((row) => row.kind !== "restarted");
	return first ? offsetOf(first) : null;
}

function offsetOf(row: Row): number {
	return row.kind === "line" ? row.line.offset : row.kind === "skipped" ? row.from : 0;
}
