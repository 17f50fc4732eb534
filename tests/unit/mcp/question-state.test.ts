import { describe, expect, test } from "vitest";
import type { Question } from "../../../server/contract/question.ts";
import { stateInWords, stateOf } from "../../../server/mcp/question-state.ts";
import { question } from "../app/samples.ts";

const QUESTION = question({
	ticket: "Q-7",
	daemon: "bot",
	kind: "choice",
	title: "Which?",
	options: [
		{ id: "a", label: "Alpha" },
		{ id: "b", label: "Beta" },
	],
});

function told(changes: Partial<Question>, askedBack: string[] = []) {
	const asked = { ...QUESTION, ...changes };
	const messages = askedBack.map((text, id) => ({ id, from: "human" as const, text, at: "then", seenAt: null }));
	const state = stateOf(asked, messages);
	return { state, words: stateInWords(asked, state) };
}

describe("what is open", () => {
	test("tells the agent not to wait in a loop, and how to end its turn", () => {
		const { state, words } = told({});
		expect(state).toEqual({ ticket: "Q-7", question: "Which?", status: "pending", next: expect.any(String) });
		expect(words).toMatch(/no refusal.*Do not wait by asking in a loop\. Go on with what does not depend on it/s);
		expect(told({ blocking: true }).state.next).toMatch(
			/If anything can be done without it, do that; else end your turn/,
		);
	});

	test("says when its default counts, and that this is not now", () => {
		const at = { deadlineAt: "2026-11-22T09:00:00.000Z", firesAt: "2026-11-24T09:00:00.000Z" };
		const { next } = told({ ...at, onDeadline: "default", default: "b" }).state;
		expect(next).toContain(
			'If nobody answers by 2026-11-24T09:00:00.000Z, your default "b" counts; do not act on it earlier.',
		);
		expect(told({ ...at, onDeadline: "skip" }).state.next).toContain("it is skipped");
		expect(told(at).state.next).not.toContain("2026-11-24");
	});

	test("tells what the person asks back, and how to reply", () => {
		const { state, words } = told({}, ["What is Beta?"]);
		expect(state.asked_back).toEqual([{ text: "What is Beta?", at: "then" }]);
		expect(words).toMatch(/The person asks back: "What is Beta\?"\nThe person wrote below .* reply with check_answers/);
	});
});

describe("what is settled says who decided", () => {
	const settled = { status: "answered", answer: "b", answeredAt: "then" } as const;

	test.each([
		["human", "answered by a person", /The person decided this: go by it exactly/],
		["policy", "answered by a rule", /A rule that the person made earlier answered this/],
	] as const)("%s", (answeredBy, by, next) => {
		const { state, words } = told({ ...settled, answeredBy, comment: "soon" });
		expect(state).toMatchObject({ answer: "b", comment: "soon", provenance: answeredBy });
		expect(words).toContain(`Q-7 "Which?": ${by}: "b" (Beta).\nComment: "soon"`);
		expect(state.next).toMatch(next);
	});

	test("by default: not the person's decision, and nobody refused", () => {
		const { state, words } = told({ ...settled, status: "defaulted", answeredBy: "default" });
		expect(state.provenance).toBe("default");
		expect(words).toMatch(/decided by default: "b" \(Beta\)\.\nNobody answered by the deadline.*has not decided it/s);
		const skipped = told({ status: "defaulted", answeredBy: "default", answer: null });
		expect(skipped.words).toMatch(/skipped at its deadline\..*Nobody refused anything/s);
	});

	test("and what they said later, after a default", () => {
		const late = { answer: "a", comment: null, at: "later" };
		const defaulted = { ...settled, status: "defaulted", answeredBy: "default" } as const;
		expect(told({ ...defaulted, late: { ...late, choice: "redo" } }).state.next).toMatch(
			/"Alpha" and wants it done that way: undo/,
		);
		expect(told({ ...defaulted, late: { ...late, choice: "keep" } }).state.next).toMatch(
			/lets stand what you did by default/,
		);
	});

	test("withdrawn: it needs another key to be asked again", () => {
		expect(told({ status: "withdrawn", withdrawnReason: "not needed" }).words).toMatch(
			/withdrawn\.\nIt was withdrawn \(not needed\)/,
		);
	});
});
