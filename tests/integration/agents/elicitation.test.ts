import { describe, expect, test } from "vitest";
import type { ElicitAnswer, ElicitRequest, StartAgentOptions } from "../../../server/agents/types.ts";
import { eventually } from "../../support/wait.ts";
import { allowOnce, scriptedSession } from "./harness.ts";

const FORM = {
	type: "object",
	properties: {
		fruit: { type: "string", title: "Which fruit?", enum: ["apple", "pear"] },
		count: { type: "integer", minimum: 1 },
		kinds: { type: "array", items: { anyOf: [{ const: "a", title: "A" }] } },
	},
	required: ["fruit"],
};

async function session(answer: (request: ElicitRequest, signal: AbortSignal) => Promise<ElicitAnswer> | ElicitAnswer) {
	const forms: ElicitRequest[] = [];
	const elicit: StartAgentOptions["elicit"] = async (request, signal) => {
		forms.push(request);
		return answer(request, signal);
	};
	return { forms, ...(await scriptedSession([], allowOnce, { elicit })) };
}

describe("a form of an agent", () => {
	test("is put to the person and answered with what was filled in", async () => {
		const content = { fruit: "pear", count: 2, kinds: ["a"] };
		const { forms, seen, play } = await session(() => ({ action: "accept", content }));
		await play(["capabilities"]);
		expect(JSON.parse(seen.messages).elicitation).toEqual({ form: {} });
		seen.messages = "";
		await play(["elicit", "What shall I buy?", FORM, { toolCallId: "t1" }]);
		expect(JSON.parse(seen.messages)).toEqual({ action: "accept", content });
		expect(forms).toEqual([{ key: expect.stringMatching(/^form-\w+-1$/), message: "What shall I buy?", schema: FORM }]);
	});

	test.each(["decline", "cancel"] as const)("can be answered with %s", async (action) => {
		const { seen, play } = await session(() => ({ action }));
		await play(["elicit", "?", FORM]);
		expect(JSON.parse(seen.messages)).toEqual({ action });
	});

	test("has the same key in another process of the agent, and another when it is asked again", async () => {
		const one = await session(() => ({ action: "decline" }));
		await one.play(["elicit", "?", FORM], ["elicit", "?", FORM], ["elicit", "!", FORM]);
		const other = await session(() => ({ action: "decline" }));
		await other.play(["elicit", "?", FORM]);
		expect(new Set(one.forms.map(({ key }) => key)).size).toBe(3);
		expect(other.forms[0]?.key).toBe(one.forms[0]?.key);
	});

	test("is cancelled with the turn", async () => {
		const { agent, sessionId, forms, seen, play } = await session(() => new Promise(() => undefined));
		const turn = play(["elicit", "?", FORM]);
		await eventually(() => forms[0]);
		await agent.cancel(sessionId);
		await turn;
		expect(JSON.parse(seen.messages)).toEqual({ action: "cancel" });
	});

	test("that cannot be put to the person fails the turn with that very error", async () => {
		const trouble = new Error("the database is locked");
		const { play } = await session(() => Promise.reject(trouble));
		await expect(play(["elicit", "?", FORM], ["wait"])).rejects.toBe(trouble);
	});

	test.each([
		["holds what nobody can fill in", { type: "object", properties: { a: { type: "object" } } }, {}, "cannot be shown"],
		["requires what it does not have", { type: "object", properties: {}, required: ["x"] }, {}, 'requires "x"'],
		["is too long", { ...FORM, description: "d".repeat(200_000) }, {}, "too long"],
		[
			"is a page to open",
			undefined,
			{ mode: "url", url: "http://x.example", elicitationId: "e" },
			"cannot be asked here",
		],
		["belongs to no session", FORM, { requestId: 1 }, "must name the session"],
		["belongs to another session", FORM, { sessionId: "other" }, "not found"],
	])("that %s is refused with a sentence, and nobody is asked", async (_, schema, more, sentence) => {
		const { forms, seen, play } = await session(() => ({ action: "decline" }));
		await play(["elicit", "?", schema, more]);
		expect(seen.messages).toMatch(/^error -32/);
		expect(seen.messages).toContain(sentence);
		expect(forms).toEqual([]);
	});

	test("is not asked for, and refused, where nobody takes forms", async () => {
		const { seen, play } = await scriptedSession();
		await play(["capabilities"]);
		expect(JSON.parse(seen.messages)).toMatchObject({
			fs: { readTextFile: true, writeTextFile: true },
			terminal: true,
		});
		expect(seen.messages).not.toContain("elicitation");
		await play(["elicit", "?", FORM]);
		expect(seen.messages).toContain("error -32601");
	});
});
