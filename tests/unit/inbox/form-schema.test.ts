import { describe, expect, test } from "vitest";
import { readFormSchema } from "../../../server/inbox/form-schema.ts";

const form = (properties: object, more: object = {}) => readFormSchema({ type: "object", properties, ...more });

function problem(properties: object, answer: unknown, more: object = {}): string | null {
	const result = form(properties, more);
	if ("problem" in result) throw new Error(result.problem);
	return result.check(answer);
}

describe("a field of a form", () => {
	test.each<[string, object, unknown, unknown]>([
		["text", { type: "string", minLength: 2, maxLength: 3 }, "ab", "a"],
		["e-mail", { type: "string", format: "email" }, "a@example.org", "a"],
		["address", { type: "string", format: "uri" }, "https://example.org", "example"],
		["day", { type: "string", format: "date" }, "2026-11-21", "21.11.2026"],
		["instant", { type: "string", format: "date-time" }, "2026-11-21T10:00:00+01:00", "2026-11-21"],
		["number", { type: "number", minimum: 0, maximum: 1 }, 0.5, 1.5],
		["whole number", { type: "integer" }, 3, 3.5],
		["yes or no", { type: "boolean" }, false, "false"],
		["one of a list", { type: "string", enum: ["a", "b"], enumNames: ["A", "B"] }, "b", "B"],
		["one of a titled list", { type: "string", oneOf: [{ const: "a", title: "A" }] }, "a", "A"],
		["several of a list", { type: "array", items: { type: "string", enum: ["a", "b"] } }, ["a", "b"], ["a", "a"]],
		["several of a titled list", { type: "array", items: { anyOf: [{ const: "a" }, { const: "b" }] } }, ["b"], ["c"]],
		["what leaves things null", { type: "string", title: null, minLength: null, enum: null }, "x", 1],
	])("%s", (_what, field, good, bad) => {
		expect(problem({ field }, { field: good })).toBeNull();
		expect(problem({ field }, { field: bad })).toMatch(/"field|field/);
	});

	test("may be left out unless it is required, even when it has a default", () => {
		const field = { type: "string", default: "x" };
		expect(problem({ field }, {})).toBeNull();
		expect(problem({ field }, {}, { required: ["field"] })).not.toBeNull();
	});

	test("may carry hints of its author wherever the protocol has them, of any shape, and they ask for nothing", () => {
		const _meta = { "example.org/width": [null, { nested: null }] };
		const items = { type: "string", enum: ["a"], _meta };
		const fields = {
			one: { type: "string", oneOf: [{ const: "a", _meta }], _meta },
			several: { type: "array", items, _meta },
			titled: { type: "array", items: { anyOf: [{ const: "a", _meta }], _meta } },
			odd: { type: "boolean", _meta: "not even an object" },
		};
		expect(problem(fields, { one: "a", several: ["a"], titled: ["a"], odd: true }, { _meta })).toBeNull();
	});

	test("may have any name", () => {
		expect(
			problem({ constructor: { type: "string" } }, { constructor: "x" }, { required: ["constructor"] }),
		).toBeNull();
		expect(problem({ toString: { type: "string" } }, {}, { required: ["toString"] })).not.toBeNull();
	});
});

describe("no form:", () => {
	test.each<[string, unknown]>([
		["a text", "x"],
		["null", null],
		["a list", { type: "array", items: {} }],
		["no properties", { type: "object" }],
		["empty properties", { type: "object", properties: {} }],
		["a form in a form", { type: "object", properties: { a: { type: "object", properties: {} } } }],
		["an unknown type", { type: "object", properties: { a: { type: "date" } } }],
		["a reference", { type: "object", properties: { a: { $ref: "#/$defs/a" } } }],
		[
			"a pattern, which could take for ever",
			{ type: "object", properties: { a: { type: "string", pattern: "(a+)+$" } } },
		],
		[
			"a field that is required but not there",
			{ type: "object", properties: { a: { type: "string" } }, required: ["b"] },
		],
	])("%s", (_what, schema) => {
		expect(readFormSchema(schema)).toEqual({ problem: expect.stringMatching(/\w/) });
	});
});
