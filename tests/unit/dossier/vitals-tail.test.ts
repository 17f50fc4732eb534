import { expect, test } from "vitest";
import type { VitalSample } from "../../../server/contract/state.ts";
import { VitalsTail } from "../../../server/dossier/vitals-tail.ts";

const at = (second: number) => new Date(second * 1_000);

function filled(from: number, to: number): VitalsTail {
	const tail = new VitalsTail();
	for (let second = from; second <= to; second += 1) tail.take({ bot: [second, 1, second] });
	return tail;
}

test("the last minute is kept, and what is not known after the end pushes nothing out", () => {
	const tail = filled(1, 200);
	for (let second = 201; second <= 300; second += 1) tail.take({ bot: [second, null, null] });
	const samples = tail.of("bot", at(200), null);
	expect(samples).toHaveLength(60);
	expect(samples.at(-1)).toEqual<VitalSample>([200, 1, 200]);
});

test("what an earlier instance used is not taken for this one's", () => {
	expect(
		filled(1, 100)
			.of("bot", at(100), 5_000)
			.map(([second]) => second),
	).toEqual([95, 96, 97, 98, 99, 100]);
});

test("what was used long before the end is not its last minute", () => {
	expect(filled(1, 100).of("bot", at(500), null)).toEqual([]);
});

test("a daemon that is taken out is forgotten", () => {
	const tail = filled(1, 10);
	tail.take({ other: [11, 1, 1] });
	expect(tail.of("bot", at(10), null)).toEqual([]);
});
