import { describe, expect, test } from "vitest";
import { TerminalOutput } from "../../../server/agents/terminal-output.ts";

const TEXT = "aé€😀".repeat(50);

function kept(limit: number, pieces: readonly Buffer[], complete = true) {
	const output = new TerminalOutput(limit);
	for (const piece of pieces) output.append(piece);
	return output.read(complete);
}

describe("a terminal's output", () => {
	test("is whole below the limit, however it comes", () => {
		const bytes = Buffer.from(TEXT);
		const single = [...bytes].map((byte) => Buffer.from([byte]));
		expect(kept(bytes.length, single)).toEqual({ text: TEXT, truncated: false });
	});

	test.each(Array.from({ length: 14 }, (_, index) => index))("ends with whole characters within %i bytes", (limit) => {
		for (const size of [1, 3, 7, 1_000]) {
			const bytes = Buffer.from(TEXT);
			const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) =>
				bytes.subarray(n * size, (n + 1) * size),
			);
			const { text, truncated } = kept(limit, pieces);
			expect(truncated).toBe(true);
			expect(TEXT.endsWith(text)).toBe(true);
			expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit);
			expect(Buffer.byteLength(text)).toBeGreaterThan(limit - 4);
		}
	});

	test("does not show half a character while more may come", () => {
		const bytes = Buffer.from("a😀");
		for (const cut of [2, 3, 4]) expect(kept(100, [bytes.subarray(0, cut)], false).text).toBe("a");
		expect(kept(100, [bytes], false).text).toBe("a😀");
		expect(kept(100, [bytes.subarray(0, 3)], true).text).toBe("a�");
	});

	test("can be read again and again", () => {
		const output = new TerminalOutput(4);
		output.append(Buffer.from("one"));
		expect(output.read(false).text).toBe("one");
		output.append(Buffer.from("two"));
		expect(output.read(false)).toEqual({ text: "etwo", truncated: true });
		expect(output.read(true)).toEqual({ text: "etwo", truncated: true });
	});
});
