import { describe, expect, test } from "vitest";
import type { LogsConfig } from "../../../server/config/types.ts";
import { type Extent, expiredSegments, planRotation } from "../../../server/logs/plan.ts";
import { parseSegment, segmentName } from "../../../server/logs/segments.ts";

const MIB = 2 ** 20;
const HOUR = 3_600_000;
const SETTINGS: LogsConfig = {
	maxSizeBytes: 10 * MIB,
	maxAgeMs: 24 * HOUR,
	keep: 10,
	keepMs: 72 * HOUR,
	compress: true,
};
const plan = (changes: Partial<Extent>, settings: Partial<LogsConfig> = {}) =>
	planRotation(
		{ base: 0, from: 0, size: 0, since: 0, blockBytes: 4096, whole: false, ...changes },
		{ ...SETTINGS, ...settings },
		HOUR,
	);

describe("a log is rotated", () => {
	test("not before it is too large or too old", () => {
		expect(plan({ size: 10 * MIB })).toBeNull();
		expect(plan({ size: 5_000, since: HOUR - 24 * HOUR })).toBeNull();
		expect(plan({ size: 5_000, since: HOUR - 24 * HOUR - 1 })).toEqual({ to: 4096, keep: true });
		expect(plan({ size: 5_000, since: -1e15 }, { maxAgeMs: null })).toBeNull();
	});

	test("in whole blocks of its file, and something always stays", () => {
		expect(plan({ size: 10 * MIB + 5_000 })).toEqual({ to: 10 * MIB + 4096, keep: true });
		expect(plan({ size: 12 * MIB })).toEqual({ to: 12 * MIB - 4096, keep: true });
		expect(plan({ base: 1_000, from: 1_000, size: 10 * MIB + 1 })).toEqual({ to: 1_000 + 10 * MIB, keep: true });
		expect(plan({ size: 4096, since: -1e15 })).toBeNull();
	});

	test("by what no segment has, not by the size of its file", () => {
		expect(plan({ base: 0, from: 95 * MIB, size: 100 * MIB })).toBeNull();
		expect(plan({ base: 0, from: 80 * MIB, size: 91 * MIB })).toEqual({ to: 91 * MIB - 4096, keep: true });
	});

	test("into files of even size when it grew for long", () => {
		expect(plan({ size: 95 * MIB })).toEqual({ to: 10 * MIB, keep: true });
	});

	test("without a file for what could not be kept anyway", () => {
		expect(plan({ size: 1_000 * MIB })).toEqual({ to: 890 * MIB, keep: false });
		expect(plan({ size: 11 * MIB }, { keep: 0 })).toEqual({ to: 11 * MIB - 4096, keep: false });
	});

	test("whole where it cannot be cut", () => {
		expect(plan({ size: 11 * MIB, whole: true, blockBytes: 1 })).toEqual({ to: 11 * MIB, keep: true });
	});
});

test("segments go when they are too many or too old", () => {
	const segment = (start: number, at: number) => ({ path: `${start}`, start, end: start + 1, gzip: true, at });
	const segments = [segment(0, 0), segment(1, 50 * HOUR), segment(2, 60 * HOUR), segment(3, 61 * HOUR)];
	const gone = (settings: Partial<LogsConfig>, now: number) =>
		expiredSegments(segments, { ...SETTINGS, ...settings }, now).map(({ start }) => start);
	expect(gone({}, 72 * HOUR)).toEqual([]);
	expect(gone({}, 73 * HOUR)).toEqual([0]);
	expect(gone({ keep: 2 }, 0)).toEqual([1, 0]);
	expect(gone({ keepMs: null }, 1e12)).toEqual([]);
});

test("a segment's name says when it was rotated, from where, to where", () => {
	const at = new Date("2026-11-21T09:20:05.678Z");
	expect(segmentName(0, 10_485_760, at, true)).toBe("20261121T092005Z-000000000000-000010485760.log.gz");
	expect(parseSegment("/logs", segmentName(5, 7, at, false))).toEqual({
		path: "/logs/20261121T092005Z-000000000005-000000000007.log",
		start: 5,
		end: 7,
		gzip: false,
		at: Date.parse("2026-11-21T09:20:05Z"),
	});
	for (const name of [
		"current.log",
		"current.log.1",
		"20261121T092005Z-7-5.log",
		"20261121T092005Z-5-7.log.gz.unfinished",
	]) {
		expect(parseSegment("/logs", name)).toBeNull();
	}
});
