import { describe, expect, test } from "vitest";
import { axisLabel, momentWords } from "../../../app/_features/history/axis-words.ts";
import { columnsOf, fewerPoints, lonely } from "../../../app/_features/history/columns.ts";
import { causesOf, duration, endWords, stateWords, uptimeWords } from "../../../app/_features/history/history-words.ts";
import { historyPage } from "../../../app/_features/history/paths.ts";
import { stretchAt, stretchesOf } from "../../../app/_features/history/strip.ts";
import { choiceOf } from "../../../app/_features/history/use-choice.ts";
import { moved, RANGES, sensible, windowOf, zoomed } from "../../../app/_features/history/window.ts";
import type { HistoryEnd, StateSpan } from "../../../server/contract/history.ts";

const NOW = Date.parse("2026-11-21T05:00:00.000Z");
const HOUR = 3_600_000;

describe("what a chart is drawn from", () => {
	test("has a gap where buckets are missing, and points in the middle of theirs", () => {
		const columns = columnsOf({
			resolutionSeconds: 10,
			points: [
				[100, 1, 2, 3],
				[110, 4, 5, 6],
				[150, 7, 8, 9],
			],
		});
		expect(columns).toEqual([
			[105, 115, 125, 155],
			[3, 6, null, 9],
			[1, 4, null, 7],
			[2, 5, null, 8],
		]);
	});

	test("shows a point that stands alone", () => {
		expect(lonely([1, null, 2, 3, null, 4])).toEqual([0, 5]);
		expect(lonely([])).toEqual([]);
	});

	test("can be told in fewer points", () => {
		const points = fewerPoints(
			[
				[100, 1, 2, 3],
				[110, 0, 4, 9],
				[120, 5, 6, 7],
			],
			20,
		);
		expect(points).toEqual([
			[100, 0, 3, 9],
			[120, 5, 6, 7],
		]);
	});
});

describe("the range", () => {
	test("that ends now moves with the time", () => {
		expect(windowOf("1h", NOW)).toEqual({ from: NOW - HOUR, to: NOW });
		expect(windowOf("1h", NOW + 5).to).toBe(NOW + 5);
		expect(windowOf({ from: 1, to: 2 }, NOW)).toEqual({ from: 1, to: 2 });
	});

	test("never reaches into the future, and is neither too short nor too long", () => {
		expect(sensible({ from: NOW, to: NOW + HOUR }, NOW)).toEqual({ from: NOW - HOUR, to: NOW });
		expect(sensible({ from: NOW - 1, to: NOW }, NOW)).toEqual({ from: NOW - 12_000, to: NOW });
		const { from, to } = sensible({ from: 0, to: NOW }, NOW);
		expect((to - from) / 24 / HOUR).toBe(366);
	});

	test("can be halved, doubled and moved", () => {
		const window = { from: NOW - 4 * HOUR, to: NOW - 2 * HOUR };
		expect(zoomed(window, 0.5, NOW)).toEqual({ from: NOW - 3.5 * HOUR, to: NOW - 2.5 * HOUR });
		expect(zoomed(window, 2, NOW)).toEqual({ from: NOW - 5 * HOUR, to: NOW - HOUR });
		expect(zoomed(window, 4, NOW)).toEqual({ from: NOW - 8 * HOUR, to: NOW });
		expect(moved(window, -0.5, NOW)).toEqual({ from: NOW - 5 * HOUR, to: NOW - 3 * HOUR });
		expect(moved(window, 2, NOW)).toEqual({ from: NOW - 2 * HOUR, to: NOW });
	});

	test("is in the address, and what makes no sense there is left out", () => {
		const choice = (query: string) => choiceOf(new URLSearchParams(query), NOW);
		expect(choice("")).toEqual({ daemon: null, range: "24h" });
		expect(choice("daemon=bot&range=7d")).toEqual({ daemon: "bot", range: "7d" });
		expect(choice("range=forever&from=yesterday&to=tomorrow").range).toBe("24h");
		expect(choice("from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z").range).toBe("24h");
		expect(choice("from=2999-01-01T00:00:00Z&to=2999-01-02T00:00:00Z").range).toBe("24h");
		for (const range of [...RANGES.map(({ id }) => id), { from: NOW - HOUR, to: NOW - 1_000 }]) {
			const [, query = ""] = historyPage({ daemon: "a & b", range }).split("?");
			expect(choice(query)).toEqual({ daemon: "a & b", range });
		}
	});
});

describe("the strip", () => {
	const span = (from: number, to: number, changes: Partial<StateSpan> = {}): StateSpan => ({
		desired: "up",
		phase: "running",
		health: "ready",
		from: new Date(NOW + from).toISOString(),
		to: new Date(NOW + to).toISOString(),
		...changes,
	});
	const window = { from: NOW, to: NOW + 1_000 };

	test("has each stretch in its place, and what is bad on top", () => {
		const stretches = stretchesOf(
			[span(-500, 400), span(400, 500, { phase: "failed" }), span(500, 2_000), span(3_000, 4_000)],
			window,
		);
		expect(stretches.map(({ left, width, span: { phase } }) => [left, width, phase])).toEqual([
			[0, 40, "running"],
			[50, 50, "running"],
			[40, 10, "failed"],
		]);
		expect(stretchAt(stretches, 45)?.span.phase).toBe("failed");
		expect(stretchAt(stretches, 50)?.span.phase).toBe("failed");
		expect(stretchAt(stretchesOf([span(0, 100)], window), 50)).toBeNull();
	});
});

describe("words", () => {
	test.each([
		[0, "0 s"],
		[0.04, "0.1 s"],
		[0.4, "0.4 s"],
		[59.9, "59 s"],
		[60, "1 min"],
		[3_725, "1 h 2 min"],
		[86_400, "1 d"],
		[200_000, "2 d 7 h"],
	])("%s seconds are %s", (seconds, words) => expect(duration(seconds)).toBe(words));

	test.each([
		[null, "—"],
		[100, "100 %"],
		[99.9999, "99.999 %"],
		[99.5, "99.500 %"],
		[42.25, "42.3 %"],
		[0, "0.0 %"],
	])("an uptime of %s is %s", (percent, words) => expect(uptimeWords(percent)).toBe(words));

	test("of states tell how a running one is", () => {
		const running = { desired: "up", phase: "running" } as const;
		expect(stateWords({ ...running, health: "ready" })).toMatchObject({ word: "Running", tone: "ok" });
		expect(stateWords({ ...running, health: "unknown" })).toMatchObject({ tone: "off" });
		expect(stateWords({ ...running, health: "hung" })).toMatchObject({ word: "Hung", tone: "bad" });
		expect(stateWords({ desired: "down", phase: "stopped", health: "unknown" }).word).toBe("Stopped");
	});

	test("of ends name the cause, and the number where several are one", () => {
		const end: HistoryEnd = {
			at: new Date(NOW).toISOString(),
			count: 1,
			cause: "crash",
			asked: false,
			instance: "a",
			code: 3,
			signal: null,
			forced: false,
			ranSeconds: 2,
			decision: null,
		};
		expect(endWords(end)).toBe("Crashed with exit code 3.");
		expect(endWords({ ...end, count: 17, code: null, forced: null })).toBe("17 ends around this time: crashed.");
		const byCause = { user: 1, crash: 5, oom: 0, watchdog: 0, update: 0, config: 0, unknown: 0 };
		expect(causesOf({ total: 6, byCause, latest: [] })).toEqual([
			["crash", 5],
			["user", 1],
		]);
	});

	test("of times are as exact as they need to be", () => {
		const at = new Date(2026, 0, 5, 14, 5, 10).getTime();
		expect(axisLabel(at / 1_000, 10)).toMatch(/14:05:10/);
		expect(axisLabel(at / 1_000, 300)).toMatch(/14:05$/);
		expect(axisLabel(new Date(2026, 0, 5).getTime() / 1_000, 3_600)).toMatch(/5/);
		expect(axisLabel(new Date(2026, 0, 1).getTime() / 1_000, 28 * 86_400)).toMatch(/2026/);
		expect(axisLabel(new Date(2026, 1, 1).getTime() / 1_000, 28 * 86_400)).not.toMatch(/2026/);
		expect(momentWords(at, HOUR)).toMatch(/14:05:10/);
		expect(momentWords(at, 24 * HOUR)).toMatch(/5.*14:05$/);
		expect(momentWords(at, 365 * 24 * HOUR)).toMatch(/2026/);
	});
});
