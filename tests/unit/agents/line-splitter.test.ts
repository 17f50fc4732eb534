import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LineSplitter } from "../../../server/agents/line-splitter.ts";

describe("splitting lines", () => {
	test("gives the same lines however the bytes arrive", () => {
		fc.assert(
			fc.property(fc.array(fc.stringMatching(/^[a-zä]{0,8}$/)), fc.integer({ min: 1, max: 7 }), (lines, size) => {
				const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(""));
				const splitter = new LineSplitter(100);
				const found: string[] = [];
				for (let at = 0; at < bytes.length; at += size) {
					for (const { bytes: line } of splitter.push(bytes.subarray(at, at + size))) found.push(line.toString());
				}
				expect([...splitter.end()]).toEqual([]);
				expect(found).toEqual(lines);
			}),
		);
	});

	test("keeps the beginning of a line that is too long, and the next one whole", () => {
		const splitter = new LineSplitter(4);
		const lines = [..."abcdefgh\nij\nklmno"].flatMap((char) => [...splitter.push(Buffer.from(char))]);
		lines.push(...splitter.end());
		expect(lines.map(({ bytes, cut }) => [bytes.toString(), cut])).toEqual([
			["abcd", true],
			["ij", false],
			["klmn", true],
		]);
	});
});
