import { expect, it } from "vitest";
import type { Change } from "../../../server/transcripts/changes.ts";
import { FORMATS } from "../../../server/transcripts/formats.ts";
import { Gatherer } from "../../../server/transcripts/gather.ts";

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 21, 5, 0, seconds)).toISOString();
const turn = (key: string, seconds: number | null, more: Partial<Change & { type: "turn" }> = {}): Change => ({
	type: "turn",
	key,
	role: "user",
	at: seconds === null ? null : at(seconds),
	text: key,
	...more,
});

function gather(...changes: Change[]) {
	const gatherer = new Gatherer("s1", FORMATS.claude);
	for (const change of changes) gatherer.apply(change);
	return gatherer.result();
}

it("puts turns in the order of their times, those without one after what they came after", () => {
	const { conversation } = gather(turn("b", 2), turn("b2", null), turn("a", 1), turn("c", 3), turn("b3", 2));
	expect(conversation.turns.map(({ key }) => key)).toEqual(["a", "b", "b2", "b3", "c"]);
	expect([conversation.firstTurnAt, conversation.lastTurnAt]).toEqual([at(1), at(3)]);
});

it("brings a tool and its result together, whichever comes first", () => {
	const tool = { name: "Bash", input: {}, ok: null };
	const result: Change = { type: "result", key: "t", at: at(9), output: "out", ok: false };
	const call = turn("t", 1, { role: "tool", tool });
	const tools = (...changes: Change[]) => gather(...changes).conversation.turns.map((one) => one.tool);
	expect(tools(call, result)).toEqual([{ ...tool, ok: false, output: "out" }]);
	expect(tools(result, call)).toEqual(tools(call, result));
	expect(tools(result)).toEqual([]);
	expect(gather(call, result).conversation.lastTurnAt).toBe(at(9));
});

it("replaces what has the same key, and takes back what is dropped", () => {
	const { conversation } = gather(turn("a", 1), turn("b", 2), turn("a", 1, { text: "new" }), {
		type: "drop",
		key: "b",
	});
	expect(conversation.turns.map(({ text }) => text)).toEqual(["new"]);
});

it("keeps apart what subagents did and what happened, also what they cost", () => {
	const usage = (key: string, tokens: number, sidechain?: boolean): Change => ({
		type: "usage",
		key,
		model: null,
		amounts: { inputTokens: tokens },
		...(sidechain && { sidechain }),
	});
	const { conversation, sidechain, events } = gather(
		turn("a", 1),
		turn("side", 2, { sidechain: true }),
		turn("event", 3, { role: "system" }),
		usage("m1", 5),
		usage("m1", 6),
		usage("m2", 1),
		usage("m3", 100, true),
	);
	expect([conversation.turns, sidechain, events].map((turns) => turns.map(({ key }) => key))).toEqual([
		["a"],
		["side"],
		["event"],
	]);
	expect(conversation.usage).toEqual({ inputTokens: 7, outputTokens: 0, cacheReadTokens: 0, cacheCreationTokens: 0 });
	expect(conversation.sidechainUsage).toEqual({ inputTokens: 100 });
	expect(conversation.lastTurnAt).toBe(at(1));
});

it("counts what is malformed and what is not known, and learns facts", () => {
	const { conversation } = gather(
		{ type: "malformed" },
		{ type: "unknown", kind: "x" },
		{ type: "unknown", kind: "x" },
		{ type: "about", cwd: "/a", title: "One" },
		{ type: "about", title: "Two", model: "m1" },
		{ type: "about", model: "m2" },
		{ type: "about", model: "m1" },
		{ type: "time", at: at(5) },
		{ type: "time", at: at(1) },
	);
	expect(conversation).toMatchObject({
		malformedLines: 1,
		unknownLines: { x: 2 },
		cwd: "/a",
		title: "Two",
		models: ["m1", "m2"],
		startedAt: at(1),
		endedAt: at(5),
		firstTurnAt: null,
	});
});
