import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Line, LineSplitter } from "../../../server/transcripts/lines.ts";

function split(bytes: Buffer | string, { pieces = [], offset = 0, max = 1_000 }: Options = {}): Line[] {
	const all = Buffer.from(bytes);
	const splitter = new LineSplitter(offset, max);
	const lines: Line[] = [];
	let from = 0;
	for (const piece of [...pieces, all.length]) {
		const to = Math.min(all.length, from + piece);
		// As whoever reads does: the same memory is filled anew.
		const buffer = Buffer.from(all.subarray(from, to));
		lines.push(...splitter.push(buffer));
		buffer.fill(0);
		from = to;
	}
	const rest = splitter.rest();
	return rest ? [...lines, { ...rest, text: rest.text === null ? null : `${rest.text}(rest)` }] : lines;
}

interface Options {
	pieces?: readonly number[];
	offset?: number;
	max?: number;
}

const texts = (lines: readonly Line[]) => lines.map(({ text }) => text);

describe("lines of bytes", () => {
	it("have the place where they begin and where reading goes on", () => {
		expect(split("ab\n\nc\n", { offset: 100 })).toEqual([
			{ text: "ab", offset: 100, end: 103 },
			{ text: "", offset: 103, end: 104 },
			{ text: "c", offset: 104, end: 106 },
		]);
	});

	it("are given once their end is there, the last on request", () => {
		const splitter = new LineSplitter();
		expect([...splitter.push(Buffer.from("a\nb"))]).toEqual([{ text: "a", offset: 0, end: 2 }]);
		expect([...splitter.push(Buffer.from("c"))]).toEqual([]);
		expect([...splitter.push(Buffer.from("\nd"))]).toEqual([{ text: "bc", offset: 2, end: 5 }]);
		expect(splitter.rest()).toEqual({ text: "d", offset: 5, end: 6 });
		expect(splitter.rest()).toBeNull();
	});

	it("may end as on Windows", () => {
		expect(texts(split("a\r\n\r\nb\rc\r\n"))).toEqual(["a", "", "b\rc"]);
		expect(texts(split("a\r\nb\r\n", { pieces: [2, 1, 2] }))).toEqual(["a", "b"]);
	});

	it("have U+FFFD for what is no UTF-8, and characters whole that came in pieces", () => {
		expect(texts(split(Buffer.from([0x61, 0xff, 0x62, 0x0a, 0xc3, 0x0a])))).toEqual(["a\uFFFDb", "\uFFFD"]);
		expect(texts(split("ä🙂\n", { pieces: [1, 1, 2] }))).toEqual(["ä🙂"]);
	});

	it("begin after a byte order mark, which only the beginning of a file has", () => {
		expect(texts(split("\uFEFFa\n\uFEFFb\n"))).toEqual(["a", "\uFEFFb"]);
		expect(texts(split("\uFEFFa\n", { offset: 9 }))).toEqual(["\uFEFFa"]);
	});

	it("are let go of beyond a limit, without being held, and reading goes on after them", () => {
		const long = "x".repeat(11);
		expect(split(`${long}\nok\n`, { max: 10 })).toEqual([
			{ text: null, offset: 0, end: 12 },
			{ text: "ok", offset: 12, end: 15 },
		]);
		expect(texts(split(`${long}\nok\n${long}`, { max: 10, pieces: [4, 4, 4] }))).toEqual([null, "ok", null]);
		expect(texts(split(`${"x".repeat(10)}\n`, { max: 10, pieces: [5] }))).toEqual(["x".repeat(10)]);
	});

	it("are the same in whatever pieces the bytes come", () => {
		const bytes = fc
			.array(fc.constantFrom("a", "ä", "🙂", "\n", "\r", "\r\n", "xxxxx"), { maxLength: 40 })
			.map((all) => all.join(""));
		fc.assert(
			fc.property(bytes, fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 30 }), (text, pieces) => {
				expect(split(text, { pieces, max: 12 })).toEqual(split(text, { max: 12 }));
			}),
		);
	});
});

it("gives a line of 50 MB as it is", () => {
	const splitter = new LineSplitter();
	const piece = Buffer.alloc(1024 * 1024, "x");
	for (let mb = 0; mb < 50; mb += 1) expect([...splitter.push(piece)]).toEqual([]);
	const [line] = [...splitter.push(Buffer.from("\n"))];
	expect(line?.text?.length).toBe(50 * 1024 * 1024);
	expect(line?.end).toBe(50 * 1024 * 1024 + 1);
});
