import { describe, expect, test } from "vitest";
import { ansiSpans } from "../../../app/_features/logs/ansi-spans.ts";
import { excerpt } from "../../../app/_features/logs/excerpt.ts";
import {
	EMPTY,
	KEPT_ROWS,
	type LogState,
	pause,
	type Row,
	resume,
	takeBatch,
	takeLater,
	takeOlder,
	textOfRows,
} from "../../../app/_features/logs/rows.ts";
import { searchWords } from "../../../app/_features/logs/search-words.ts";
import { logsPage } from "../../../app/_features/logs/use-place.ts";
import type { LogBatch, LogLine } from "../../../server/contract/log.ts";

const line = (offset: number): LogLine => ({ offset, text: `line ${offset}`, cut: 0 });
const lines = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => line(from + index));
const batch = (from: number, to: number, more: Partial<LogBatch> = {}): LogBatch => ({
	name: "x",
	lines: lines(from, to),
	skipped: null,
	unfinished: null,
	end: to,
	restarted: false,
	...more,
});
const offsets = (rows: readonly Row[]) => rows.map((row) => (row.kind === "line" ? row.line.offset : row.kind));
const keysAreUnique = ({ rows }: LogState) => new Set(rows.map(({ key }) => key)).size === rows.length;

describe("the lines of the log page", () => {
	test("are those that came, as long as it follows", () => {
		const state = takeBatch(takeBatch(EMPTY, batch(10, 12)), batch(12, 14, { unfinished: line(14) }));
		expect(offsets(state.rows)).toEqual([10, 11, 12, 13]);
		expect(state).toMatchObject({ end: 14, older: 10, unfinished: { offset: 14 } });
	});

	test("say what was skipped between them, and where the log began anew", () => {
		const first = takeBatch(EMPTY, batch(0, 1));
		const state = takeBatch(first, batch(90, 91, { skipped: { lines: 7, bytes: 89 }, restarted: true }));
		expect(offsets(state.rows)).toEqual([0, "restarted", "skipped", 90]);
		expect(state.rows[2]).toMatchObject({ lines: 7, bytes: 89, from: 1 });
		expect(state.skipped).toBe(7);
	});

	test("wait while it is paused, are counted, and come when it goes on", () => {
		const paused = takeBatch(pause(takeBatch(EMPTY, batch(0, 2))), batch(5, 8, { skipped: { lines: 3, bytes: 3 } }));
		expect(offsets(paused.rows)).toEqual([0, 1]);
		expect(paused.newLines).toBe(6);
		const resumed = resume(paused);
		expect(offsets(resumed.rows)).toEqual([0, 1, "skipped", 5, 6, 7]);
		expect(resumed).toMatchObject({ following: true, newLines: 0, waiting: [] });
		expect(resume(resumed)).toBe(resumed);
	});

	test("are as many as can be kept, followed or paused, and each has a key of its own", () => {
		let state = EMPTY;
		for (let from = 0; from < 100_000; from += 1_000) state = takeBatch(state, batch(from, from + 1_000));
		expect(state.rows).toHaveLength(KEPT_ROWS);
		expect(state.older).toBe(100_000 - KEPT_ROWS);
		expect(keysAreUnique(state)).toBe(true);
		state = pause(state);
		for (let from = 100_000; from < 120_000; from += 1_000) state = takeBatch(state, batch(from, from + 1_000));
		expect(state.waiting.length).toBeLessThanOrEqual(KEPT_ROWS);
		expect(state.waiting[0]).toMatchObject({ kind: "skipped", from: 100_000 });
		expect(state.newLines).toBe(20_000);
		state = takeOlder(state, lines(94_000, 95_000), 94_000);
		expect(keysAreUnique(state)).toBe(true);
		expect(offsets(resume(state).rows).at(-1)).toBe(119_999);
		expect(keysAreUnique(resume(state))).toBe(true);
	});

	test("go on before and after a part that stands still", () => {
		const part = takeOlder(takeLater(EMPTY, lines(10, 12), 12), lines(8, 10), 8);
		const more = takeLater(takeOlder(part, lines(6, 8), null), lines(12, 13), 13);
		expect(offsets(more.rows)).toEqual([6, 7, 8, 9, 10, 11, 12]);
		expect(more).toMatchObject({ older: null, end: 13 });
		expect(keysAreUnique(more)).toBe(true);
		expect(textOfRows(more.rows.slice(0, 2), (text) => text.toUpperCase())).toBe("LINE 6\nLINE 7\n");
	});
});

describe("a line's colours", () => {
	test("become those of the page, whichever way they were said", () => {
		expect(ansiSpans("plain <b>")).toEqual([{ text: "plain <b>", className: "" }]);
		expect(
			ansiSpans("a \u001B[31mred\u001B[0m \u001B[1;38;5;40mgreen\u001B[0m \u001B[38;2;10;60;230mblue\u001B[39m."),
		).toEqual([
			{ text: "a ", className: "" },
			{ text: "red", className: "text-bad" },
			{ text: " ", className: "" },
			{ text: "green", className: "text-ok font-semibold" },
			{ text: " ", className: "" },
			{ text: "blue", className: "text-accent" },
			{ text: ".", className: "" },
		]);
		expect(ansiSpans("\u001B[90mgrey\u001B[97mwhite\u001B[41mon red").map(({ className }) => className)).toEqual([
			"text-ink-3",
			"",
			"bg-bad-soft",
		]);
	});

	test("hide nothing", () => {
		const spans = ansiSpans("\u001B[8msecret\u001B[0m\u001B[30;40mblack\u001B[0m");
		expect(spans.map(({ text }) => text).join("")).toBe("secretblack");
		expect(spans[0]?.className).toBe("");
	});
});

describe("a line that was found", () => {
	const shown = (text: string, search: string) =>
		excerpt(text, search)
			.map(({ piece, isHit }) => (isHit ? `[${piece}]` : piece))
			.join("");

	test("has what was searched for marked, without colours and with hidden characters named", () => {
		expect(shown("\u001B[31mError\u001B[0m: error \u202E", "ERROR")).toBe("[Error]: [error] ⟦U+202E⟧");
		expect(shown("nothing", "")).toBe("nothing");
	});

	test("of great length is shown around it", () => {
		const text = shown(`${"a".repeat(5_000)}needle${"b".repeat(5_000)}`, "needle");
		expect(text.length).toBeLessThan(700);
		expect(text).toContain("[needle]");
		expect(text).toMatch(/^… a+\[needle\]b+ …$/);
	});
});

test("a place in the logs has an address", () => {
	expect(logsPage({})).toBe("/logs");
	expect(logsPage({ daemon: "a b", search: "x&y", at: 7 })).toBe("/logs?daemon=a+b&search=x%26y&at=7");
});

describe("what is said of a search", () => {
	const words = (found: number, state: "loading" | "ready" | "failed" = "ready", isMore = false) =>
		searchWords({ found, state, isMore });

	test("is nothing where the page below says that nothing was found, or why it failed", () => {
		expect(words(0)).toBe("");
		expect(words(0, "failed")).toBe("");
	});

	test("is how much was found, and whether there may be more", () => {
		expect(words(0, "loading")).toBe("Looking…");
		expect(words(1)).toBe("1 line, the newest first. The whole log was looked through.");
		expect(words(2, "ready", true)).toBe("2 lines so far, the newest first. There is more of the log to look through.");
		expect(words(0, "ready", true)).toBe("Nothing so far. There is more of the log to look through.");
		expect(words(100, "failed", true)).toBe("100 lines so far, the newest first.");
	});
});
