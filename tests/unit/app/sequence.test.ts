import { describe, expect, test } from "vitest";
import { advance, catchUp, type Position } from "../../../app/_live/sequence.ts";
import type { Delta } from "../../../server/contract/state.ts";
import { liveState } from "./samples.ts";

const at = (rev: number, epoch = "one"): Position => ({ epoch, rev, state: liveState() });
const delta = (rev: number, epoch = "one"): Delta => ({
	epoch,
	rev,
	change: { type: "problem", problem: { id: `p${rev}`, severity: "warning", text: "…", since: "" } },
});
const problems = (position: Position | null) => position?.state.problems.map(({ id }) => id);

describe("advance", () => {
	test("applies the next change", () => {
		const next = advance(at(4), delta(5));
		expect(next?.rev).toBe(5);
		expect(problems(next)).toEqual(["p5"]);
	});

	test("keeps the very same position for a change it knows", () => {
		const position = at(5);
		expect(advance(position, delta(5))).toBe(position);
		expect(advance(position, delta(3))).toBe(position);
	});

	test("says null at a gap and at another run of the dashboard", () => {
		expect(advance(at(4), delta(6))).toBeNull();
		expect(advance(at(4), delta(5, "two"))).toBeNull();
	});
});

describe("catchUp", () => {
	test("takes a snapshot as it is", () => {
		const snapshot = at(9, "two");
		expect(catchUp(at(40), { snapshot })).toEqual(snapshot);
		expect(catchUp(null, { snapshot })).toEqual(snapshot);
	});

	test("does not go back to a snapshot that a live change has overtaken", () => {
		const ahead = at(10);
		expect(catchUp(ahead, { snapshot: at(9) })).toBe(ahead);
	});

	test("applies what was missed, in order, over what arrived meanwhile", () => {
		const next = catchUp(at(4), { deltas: [delta(4), delta(5), delta(6)] });
		expect(next?.rev).toBe(6);
		expect(problems(next)).toEqual(["p5", "p6"]);
		expect(catchUp(at(4), { deltas: [] })?.rev).toBe(4);
	});

	test("says null when the deltas do not fit", () => {
		expect(catchUp(at(4), { deltas: [delta(6)] })).toBeNull();
		expect(catchUp(null, { deltas: [delta(1)] })).toBeNull();
	});
});
