import { describe, expect, test } from "vitest";
import type { Question } from "../../../server/contract/question.ts";
import { answerInWords, isSameAnswer, problemWithAnswer } from "../../../server/inbox/check-answer.ts";

const options = [
	{ id: "approve", label: "Approve" },
	{ id: "reject", label: "Reject" },
];
const rules = (kind: Question["kind"], schema: Question["schema"] = null) => ({ kind, options, schema });

describe("one of the options", () => {
	test.each(["approval", "choice", "review"] as const)("%s takes an option's exact id", (kind) => {
		expect(problemWithAnswer(rules(kind), "approve")).toBeNull();
		expect(problemWithAnswer(rules(kind), "reject")).toBeNull();
	});

	test.each(["disapprove", "Approve", "APPROVE", "approve ", " approve", "appr", "approved", "yes", "", "аpprove"])(
		"%j is never a yes",
		(answer) => {
			expect(problemWithAnswer(rules("approval"), answer)).toContain('"approve", "reject"');
		},
	);

	test.each([[["approve"]], [{ id: "approve" }], [true], [1], [null], [undefined]])("%j is no option", (answer) => {
		expect(problemWithAnswer(rules("approval"), answer)).not.toBeNull();
	});

	test("many options are listed as far as a sentence goes", () => {
		const many = Array.from({ length: 100 }, (_, index) => ({ id: `o${index}`, label: "x" }));
		const problem = problemWithAnswer({ ...rules("choice"), options: many }, "nothing");
		expect(problem).toContain('"o19" and 80 more');
		expect(problem).not.toContain("o20");
	});
});

describe("several of the options", () => {
	test.each([[[]], [["reject"]], [["reject", "approve"]]])("%j is an answer", (answer) => {
		expect(problemWithAnswer(rules("multi"), answer)).toBeNull();
	});

	test.each([["approve"], [["approve", "approve"]], [["approve", "other"]], [[1]], [{}], [null]])(
		"%j is none",
		(answer) => {
			expect(problemWithAnswer(rules("multi"), answer)).not.toBeNull();
		},
	);

	test("their order says nothing", () => {
		expect(isSameAnswer("multi", ["a", "b"], ["b", "a"])).toBe(true);
		expect(isSameAnswer("multi", ["a"], ["a", "b"])).toBe(false);
	});
});

describe("a text", () => {
	test.each(["no", " a \u0000\u202e\u001b[31m ", "x".repeat(1_000_000)])("takes any text", (answer) => {
		expect(problemWithAnswer(rules("text"), answer)).toBeNull();
	});

	test.each(["", " \n\t", 5, null, ["a"], "x".repeat(1_000_001)])("but not an empty, huge or other thing", (answer) => {
		expect(problemWithAnswer(rules("text"), answer)).toMatch(/^it takes a text/);
	});
});

describe("a form", () => {
	const schema = {
		type: "object",
		properties: { port: { type: "integer", minimum: 1, maximum: 65535 }, name: { type: "string", minLength: 1 } },
		required: ["port"],
	};

	test("takes what fits its schema", () => {
		expect(problemWithAnswer(rules("form", schema), { port: 80 })).toBeNull();
		expect(problemWithAnswer(rules("form", schema), { port: 80, name: "web" })).toBeNull();
	});

	test.each([
		[{}],
		[{ port: 0 }],
		[{ port: 1.5 }],
		[{ port: "80" }],
		[{ port: 80, name: "" }],
		[{ port: 80, other: 1 }],
		["80"],
		[null],
	])("%j does not fit", (answer) => {
		expect(problemWithAnswer(rules("form", schema), answer)).toMatch(/^the form is not filled in right \(/);
	});

	test("says the same in any order of its fields", () => {
		expect(isSameAnswer("form", { port: 80, name: "web" }, { name: "web", port: 80 })).toBe(true);
		expect(isSameAnswer("form", { port: 80 }, { port: 81 })).toBe(false);
	});
});

test("answers are told to people by their labels", () => {
	expect(answerInWords(rules("approval"), "approve")).toBe("Approve");
	expect(answerInWords(rules("multi"), ["reject", "approve"])).toBe("Reject, Approve");
	expect(answerInWords(rules("multi"), [])).toBe("none of them");
	expect(answerInWords({ kind: "text", options: [], schema: null }, "as you like")).toBe("as you like");
});

test("an answer that is nested too deep is none, to any kind of question", () => {
	const deep: unknown = JSON.parse(`${"[".repeat(20_000)}${"]".repeat(20_000)}`);
	const schema = { type: "object", properties: { a: { type: "string" } } };
	expect(problemWithAnswer({ kind: "form", options: [], schema }, { a: deep })).toMatch(/nested more than/);
	expect(problemWithAnswer({ kind: "multi", options: [{ id: "a", label: "A" }], schema: null }, deep)).not.toBeNull();
});
