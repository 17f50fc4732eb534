import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { reduce } from "../../../server/contract/reduce.ts";
import type { Change, VitalSample } from "../../../server/contract/state.ts";
import { daemon, liveState } from "../app/samples.ts";

/** Names that every object knows something by; those with an underscore first are refused by the configuration. */
const NAMES = ["constructor", "toString", "valueOf", "hasOwnProperty", "isPrototypeOf", "__proto__"];

function vitals(name: string, sample: VitalSample, uptime: Record<string, number | null> = {}): Change {
	return { type: "vitals", samples: Object.fromEntries([[name, sample]]), uptimeSeconds: uptime };
}

describe.each(NAMES)("a daemon named %s", (name) => {
	const state = liveState({ daemons: [daemon({ name, cpuPercent: null, uptimeSeconds: null })] });

	test("has no vitals before the first are there", () => {
		const other = reduce(state, vitals("other", [1, 5, 6], { other: 7 }));
		expect(other.daemons[0]).toMatchObject({ name, cpuPercent: null, uptimeSeconds: null });
		expect(Object.keys(other.vitals)).toEqual(["other"]);
	});

	test("keeps its vitals, and no others", () => {
		let now = reduce(state, vitals(name, [1, 5, 6], Object.fromEntries([[name, 9]])));
		now = reduce(now, vitals(name, [2, 7, 8]));
		expect(Object.entries(now.vitals)).toEqual([
			[
				name,
				[
					[1, 5, 6],
					[2, 7, 8],
				],
			],
		]);
		expect(now.daemons[0]).toMatchObject({ cpuPercent: 7, memoryBytes: 8, uptimeSeconds: 9 });
		expect(Object.getPrototypeOf(now.vitals)).toBe(Object.prototype);
		expect(Object.entries(reduce(now, { type: "daemons", names: [name] }).vitals)).toHaveLength(1);
		expect(Object.entries(reduce(now, { type: "daemons", names: [] }).vitals)).toEqual([]);
	});
});

test("whatever daemons are called, each has just its own samples, and nothing else changes", () => {
	const names = fc.array(fc.oneof(fc.constantFrom(...NAMES), fc.string({ maxLength: 5 })), { maxLength: 20 });
	fc.assert(
		fc.property(names, (order) => {
			let state = liveState();
			order.forEach((name, at) => {
				state = reduce(state, vitals(name, [at, at, at]));
			});
			for (const [name, samples] of Object.entries(state.vitals)) {
				const expected = order.flatMap((one, at) => (one === name ? [at] : []));
				expect(samples.map(([at]) => at)).toEqual(expected);
			}
			expect(new Set(Object.keys(state.vitals))).toEqual(new Set(order));
			expect(Object.hasOwn(Object.prototype, "0")).toBe(false);
		}),
	);
});
