import { describe, expect, test } from "vitest";
import type { ElicitRequest } from "../../../server/agents/types.ts";
import { newQuestionSchema, type Question } from "../../../server/contract/question.ts";
import { ElicitationDesk, elicitQuestion } from "../../../server/daemons/code-developer/elicit-question.ts";
import type { KeyedQuestion } from "../../../server/daemons/code-developer/fresh-question.ts";
import { checkQuestion } from "../../../server/inbox/check-question.ts";

const FACTS = {
	daemon: "code-developer",
	run: 7,
	item: { id: "US-1", title: "It" },
	branch: "nightshift/us-1-it",
	folder: "/tmp/work",
};
const NEVER = new AbortController().signal;

const form = (properties: object, required: string[] = Object.keys(properties)) => ({
	type: "object",
	properties,
	required,
});
const request = (schema: unknown, message = "Which one?"): ElicitRequest => ({ key: "k-1", message, schema });
const settled = (question: KeyedQuestion, more: Partial<Question>) =>
	({ ...checkQuestion(question), status: "answered", ...more }) as unknown as Question;

/** What the agent hears when the question is settled in this way. */
async function heard(schema: unknown, more: Partial<Question>) {
	const desk = new ElicitationDesk(async (question) => settled(question, more), FACTS);
	return desk.elicit(request(schema), NEVER);
}
const shown = (schema: unknown) => elicitQuestion(request(schema), FACTS);

describe("a form of one plain field is a plain question", () => {
	test("a text", async () => {
		const schema = form({ name: { type: "string", title: "Name", description: "of the branch" } });
		expect(shown(schema)).toMatchObject({ kind: "text", title: "Which one?", task: "US-1", blocking: true });
		expect(shown(schema)?.body).toContain("Name: of the branch");
		expect(await heard(schema, { answer: "main" })).toEqual({ action: "accept", content: { name: "main" } });
	});

	test.each([
		["a list", { type: "string", enum: ["a", "b"], enumNames: ["A", "B"] }],
		[
			"a titled list",
			{
				type: "string",
				oneOf: [
					{ const: "a", title: "A" },
					{ const: "b", title: "B" },
				],
			},
		],
	])("one of %s, or no answer", async (_what, field) => {
		const schema = form({ field });
		const question = shown(schema);
		expect(question?.kind).toBe("choice");
		expect(question?.options?.map(({ label }) => label)).toEqual(["A", "B", "Do not answer"]);
		const [, b, decline] = question?.options ?? [];
		expect(await heard(schema, { answer: b?.id ?? "" })).toEqual({ action: "accept", content: { field: "b" } });
		expect(await heard(schema, { answer: decline?.id ?? "" })).toEqual({ action: "decline" });
	});

	test("a value that is called like our way out is a value", async () => {
		const schema = form({ field: { type: "string", enum: ["nightshift:decline", "value:1"] } });
		const [first, second] = shown(schema)?.options ?? [];
		expect(await heard(schema, { answer: first?.id ?? "" })).toMatchObject({
			content: { field: "nightshift:decline" },
		});
		expect(await heard(schema, { answer: second?.id ?? "" })).toMatchObject({ content: { field: "value:1" } });
	});

	test("yes or no is true or false, not a word", async () => {
		const schema = form({ sure: { type: "boolean" } });
		const [, no] = shown(schema)?.options ?? [];
		expect(await heard(schema, { answer: no?.id ?? "" })).toEqual({ action: "accept", content: { sure: false } });
	});

	test("several of a list", async () => {
		const schema = form({ field: { type: "array", items: { type: "string", enum: ["a", "b", "c"] } } });
		const question = shown(schema);
		expect(question?.kind).toBe("multi");
		const ids = (question?.options ?? []).map(({ id }) => id);
		expect(await heard(schema, { answer: [ids[2] ?? "", ids[0] ?? ""] })).toEqual({
			action: "accept",
			content: { field: ["c", "a"] },
		});
		expect(await heard(schema, { answer: [] })).toEqual({ action: "accept", content: { field: [] } });
	});
});

describe("any other form is a form", () => {
	test.each([
		["two fields", form({ a: { type: "string" }, b: { type: "integer" } }), { a: "x", b: 3 }],
		["a number", form({ port: { type: "integer", minimum: 1 } }), { port: 80 }],
		["a text of a kind", form({ mail: { type: "string", format: "email" } }), { mail: "a@example.org" }],
		["a text that may be left out", form({ a: { type: "string" } }, []), {}],
		["a switch that begins somewhere", form({ a: { type: "boolean", default: true } }), { a: false }],
		["at least one of a list", form({ a: { type: "array", items: { enum: ["x"] }, minItems: 1 } }), { a: ["x"] }],
	])("%s", async (_what, schema, content) => {
		expect(shown(schema)).toMatchObject({ kind: "form", schema });
		expect(await heard(schema, { answer: content as NonNullable<Question["answer"]> })).toEqual({
			action: "accept",
			content,
		});
	});
});

describe("the agent hears", () => {
	const schema = form({ name: { type: "string" } });
	test("no, when the question was withdrawn", async () => {
		expect(await heard(schema, { status: "withdrawn", answer: null })).toEqual({ action: "decline" });
	});
	test("that nobody answers, when it was skipped, or what came is no answer to its form", async () => {
		expect(await heard(schema, { status: "defaulted", answer: null })).toEqual({ action: "cancel" });
		expect(await heard(schema, { answer: { name: "main" } })).toEqual({ action: "cancel" });
		expect(await heard(form({ a: { type: "boolean" } }), { answer: "yes" })).toEqual({ action: "cancel" });
	});
	test("the same at once of a form that is none, without a question", async () => {
		for (const odd of [null, "text", { type: "object" }, form({ a: { type: "object" } }), { type: "array" }]) {
			expect(await heard(odd, { answer: "x" })).toEqual({ action: "cancel" });
			expect(elicitQuestion(request(odd), FACTS)).toBeNull();
		}
	});
	test("the same when the turn ends meanwhile; a failure is told", async () => {
		const gone = AbortSignal.abort();
		const desk = new ElicitationDesk(async () => Promise.reject(new Error("no database")), FACTS);
		expect(await desk.elicit(request(schema), gone)).toEqual({ action: "cancel" });
		await expect(desk.elicit(request(schema), NEVER)).rejects.toThrow("no database");
	});
});

test("the question fits the inbox whatever the agent writes, and shows all of it", () => {
	const message = `Tell me\n${"more ".repeat(4_000)}\u202E`;
	const question = elicitQuestion(request(form({ a: { type: "string" } }), message), FACTS);
	expect(newQuestionSchema.safeParse(question).success).toBe(true);
	expect(question?.body).toContain(message.trimEnd());
	expect(elicitQuestion(request(form({ a: { type: "string" } }), " "), FACTS)?.title).toBe(
		"The agent wants to know something",
	);
});

test("the key is of the run and the form, so that a restarted agent asks it once", () => {
	const one = shown(form({ a: { type: "string" } }));
	expect(one?.key).toMatch(/^run:7:form:k-1-[\da-f]{8}$/);
	expect(shown(form({ a: { type: "string" } }))?.key).toBe(one?.key);
	expect(shown(form({ a: { type: "boolean" } }))?.key).not.toBe(one?.key);
});
