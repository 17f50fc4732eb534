import { describe, expect, test } from "vitest";
import { DEFINITIONS } from "../../../server/metrics/definitions.ts";

/** Prometheus wants base units, spelled out: https://prometheus.io/docs/practices/naming/ */
const UNITS = ["seconds", "bytes", "ratio", "info"];
const NO_UNITS = /_(ms|milliseconds|minutes|hours|days|kb|mb|kilobytes|megabytes|percent|pct)(_|$)/;

describe.each(DEFINITIONS.map((one) => [one.name, one] as const))("%s", (name, { type, help, labels }) => {
	test("is named by the conventions", () => {
		expect(name).toMatch(/^nightshift_[a-z]+(_[a-z]+)*$/);
		expect(name).not.toMatch(NO_UNITS);
		// Only counters end in _total, and a name says nothing of its type.
		expect(name.endsWith("_total")).toBe(type === "counter");
		expect(name).not.toMatch(/_(gauge|counter)(_|$)/);
		for (const label of labels) expect(label).toMatch(/^[a-z]+$/);
	});

	test("is explained in a sentence", () => {
		expect(help).toMatch(/^[A-Z].*\.$/);
	});

	test("has its unit at the end of its name", () => {
		const words = name.replace(/_total$/, "").split("_");
		const unit = words.find((word) => UNITS.includes(word));
		if (unit) expect(words.at(-1)).toBe(unit);
	});
});

test("no name is given twice", () => {
	expect(new Set(DEFINITIONS.map(({ name }) => name)).size).toBe(DEFINITIONS.length);
});
