import { describe, expect, test } from "vitest";
import { foldPlan } from "../../../app/_features/overview/fold-plan.ts";
import { rowFigures } from "../../../app/_features/overview/row-figures.ts";
import { vitalSeries, vitalTop, vitalWindow } from "../../../app/_features/overview/vital-series.ts";
import { faviconHref } from "../../../app/_shell/favicon.ts";
import { activeItem } from "../../../app/_shell/nav-items.ts";
import type { VitalSample } from "../../../server/contract/state.ts";
import type { PlanEntry } from "../../../server/contract/status-file.ts";

describe("a long plan", () => {
	const plan = (done: number, of: number): PlanEntry[] =>
		Array.from({ length: of }, (_, index) => ({ title: `${index}`, status: index < done ? "completed" : "pending" }));

	test("is whole when it fits", () => {
		expect(foldPlan(plan(2, 5), 8)).toMatchObject({ before: 0, after: 0, shown: { length: 5 } });
	});

	test("shows the steps around the current one, with the one before it", () => {
		const { before, shown, after } = foldPlan(plan(20, 40), 8);
		expect({ before, first: shown[0]?.title, last: shown.at(-1)?.title, after }).toEqual({
			before: 19,
			first: "19",
			last: "26",
			after: 13,
		});
	});

	test("shows its beginning at the beginning and its end at the end", () => {
		expect(foldPlan(plan(0, 40), 8)).toMatchObject({ before: 0, after: 32 });
		expect(foldPlan(plan(40, 40), 8)).toMatchObject({ before: 32, after: 0 });
	});
});

describe("a chart of vitals", () => {
	test("draws nothing over what is not known", () => {
		const samples: VitalSample[] = [
			[100, 5, 10],
			[101, null, 11],
			[102, 6, 12],
			[130, 7, 13],
		];
		expect(vitalSeries(samples, "cpu")).toEqual([
			[100, 101, 102, 103, 130],
			[5, null, 6, null, 7],
		]);
		expect(vitalSeries(samples, "memory")[1]).toEqual([10, 11, 12, null, 13]);
	});

	test("shows as few minutes as hold what is known, ten at most", () => {
		const since = (seconds: number): VitalSample[] => [[1_000 - seconds, 1, null]];
		expect([30, 61, 200, 5_000].map((seconds) => vitalWindow(since(seconds), "cpu", 1_000))).toEqual([1, 2, 5, 10]);
		expect(vitalWindow(since(200), "memory", 1_000)).toBe(1);
		expect(vitalWindow([], "cpu", 1_000)).toBe(1);
	});

	test("starts at zero, does not blow idling up, and shows the limit when it comes near", () => {
		expect(vitalTop([0.1, null], "cpu", null)).toBe(10);
		expect(vitalTop([200], "cpu", null)).toBeCloseTo(230);
		expect(vitalTop([50], "memory", 100)).toBeCloseTo(105);
		expect(vitalTop([10], "memory", 100)).toBe(15);
		expect(vitalTop([120], "memory", 100)).toBeCloseTo(126);
		expect(vitalTop([], "memory", null)).toBe(1);
	});
});

describe("a program that says nothing of itself", () => {
	const measured = { pid: 123, uptimeSeconds: 7_384, cpuPercent: 1.23, memoryBytes: 61 * 1024 * 1024 };

	test("is told by what can be measured of it", () => {
		expect(rowFigures(measured)).toBe("pid 123 · up 2 h 3 min · 1.2 % · 61 MiB");
	});

	test("is told by less when less is known", () => {
		expect(rowFigures({ ...measured, cpuPercent: null, memoryBytes: null })).toBe("pid 123 · up 2 h 3 min");
		expect(rowFigures({ pid: 123, uptimeSeconds: null, cpuPercent: null, memoryBytes: null })).toBe("pid 123");
		expect(rowFigures({ ...measured, pid: null })).toBeNull();
	});
});

describe("the tab", () => {
	test("has the count in its icon", () => {
		expect(faviconHref(0)).toBe("/icon.svg");
		expect(decodeURIComponent(faviconHref(3))).toContain(">3</text>");
		expect(decodeURIComponent(faviconHref(12))).toContain(">9+</text>");
	});

	test("belongs to the page that its path leads to", () => {
		expect(activeItem("/")?.label).toBe("Overview");
		expect(activeItem("/inbox")?.label).toBe("Inbox");
		expect(activeItem("/inboxes")).toBeNull();
	});
});
