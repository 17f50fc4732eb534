import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isJsonTooDeep, isTooDeep, MAX_JSON_DEPTH } from "../../../server/contract/json-depth.ts";

const nestedText = (levels: number) => "[".repeat(levels) + "]".repeat(levels);
const encode = (text: string) => new TextEncoder().encode(text);

describe("how deep JSON may be nested", () => {
	test.each([
		[0, false],
		[1, false],
		[MAX_JSON_DEPTH, false],
		[MAX_JSON_DEPTH + 1, true],
		[2_000, true],
		[200_000, true],
	])("%i levels: refused %s", (levels, refused) => {
		const text = levels === 0 ? "1" : nestedText(levels);
		expect(isTooDeep(JSON.parse(text))).toBe(refused);
		expect(isJsonTooDeep(encode(text))).toBe(refused);
	});

	test("counts objects and lists alike, wherever they stand", () => {
		const text = `{"wide":[1,{},[]],"deep":${'{"a":['.repeat(33)}${"]}".repeat(33)}}`;
		expect(isTooDeep(JSON.parse(text))).toBe(true);
		expect(isJsonTooDeep(encode(text))).toBe(true);
	});

	test("does not count brackets within a text", () => {
		const text = JSON.stringify({ '["\\': `${"[{".repeat(500)}"\\` });
		expect(isTooDeep(JSON.parse(text))).toBe(false);
		expect(isJsonTooDeep(encode(text))).toBe(false);
	});

	test("is the same before and after parsing", () => {
		const values = fc.tuple(fc.jsonValue({ maxDepth: 5 }), fc.integer({ min: 0, max: 80 }));
		fc.assert(
			fc.property(values, ([value, levels]) => {
				let nested: unknown = value;
				for (let level = 0; level < levels; level += 1) nested = level % 2 ? [nested] : { '"]': nested };
				expect(isJsonTooDeep(encode(JSON.stringify(nested)))).toBe(isTooDeep(nested));
			}),
		);
	});

	test("anything at all is survived where JSON was expected", () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
				expect(typeof isJsonTooDeep(bytes)).toBe("boolean");
			}),
		);
	});
});
