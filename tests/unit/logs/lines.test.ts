import { describe, expect, test } from "vitest";
import { stripAnsi } from "../../../server/logs/ansi.ts";
import { containing } from "../../../server/logs/matcher.ts";
import { LineSplitter, linesOf } from "../../../server/logs/split-lines.ts";

const texts = (lines: { offset: number; bytes: Buffer; cut: number }[]) =>
	lines.map(({ offset, bytes, cut }) => [offset, bytes.toString(), cut]);

describe("lines", () => {
	test("are put together from chunks that end anywhere, also within a character", () => {
		const bytes = Buffer.from("añb\r\n\nlast €");
		for (let size = 1; size <= bytes.length; size++) {
			const splitter = new LineSplitter(100);
			const lines = [];
			for (let at = 0; at < bytes.length; at += size) {
				lines.push(...splitter.push({ offset: 10 + at, bytes: bytes.subarray(at, at + size) }));
			}
			expect(splitter.unfinished?.bytes.toString()).toBe("last €");
			lines.push(...splitter.end(), ...splitter.end());
			expect(texts(lines)).toEqual([
				[10, "añb", 0],
				[16, "", 0],
				[17, "last €", 0],
			]);
		}
	});

	test("that are too long keep their beginning and say how much is missing", () => {
		expect(texts(linesOf({ offset: 0, bytes: Buffer.from("0123456789\nab\n") }, 4))).toEqual([
			[0, "0123", 6],
			[11, "ab", 0],
		]);
	});

	test("end where bytes are missing between two chunks", () => {
		const splitter = new LineSplitter(100);
		const lines = [
			...splitter.push({ offset: 0, bytes: Buffer.from("before") }),
			...splitter.push({ offset: 50, bytes: Buffer.from("after\n") }),
		];
		expect(texts(lines)).toEqual([
			[0, "before", 0],
			[50, "after", 0],
		]);
	});
});

test("escape sequences are left out of what is searched", () => {
	expect(
		stripAnsi("\u001B[1;31merror\u001B[0m: \u001B]8;;http://x\u0007link\u001B]8;;\u001B\\ \u001B[2K\u001B(Bend"),
	).toBe("error: link end");
	expect(containing("ERROR: no", { ignoreCase: true }).matches("\u001B[31merror\u001B[39m: none")).toBe(true);
	expect(containing("ERROR: no", { ignoreCase: false }).matches("error: none")).toBe(false);
});
