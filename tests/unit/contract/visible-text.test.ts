import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hiddenKinds, visiblePieces, visibleText } from "../../../server/contract/visible-text.ts";

const characters = fc.constantFrom(..."a \t\n\r\u0000\u001B[]8;m\u202E\u200B\u00A0\uFE0F👩\u{E0041}\uD83D");
const texts = fc.array(characters, { maxLength: 60 }).map((all) => all.join(""));

describe("text from outside", () => {
	test("names the characters that would turn it around", () => {
		expect(visibleText("run \u202Etxt.exe\u202C now")).toBe("run ⟦U+202E⟧txt.exe⟦U+202C⟧ now");
		expect(visibleText("a\u0000b\u0008c")).toBe("a⟦U+0000⟧b⟦U+0008⟧c");
		expect(visibleText("all\rgone")).toBe("all⟦U+000D⟧gone");
	});

	test("keeps lines, tabs, emoji and writing from right to left as they are", () => {
		const fine = "one\n\ttwo 👩‍💻 ✔️ שלום";
		expect(visibleText(fine)).toBe(fine);
		expect(visibleText("one\r\ntwo")).toBe("one\ntwo");
	});

	test("loses a terminal's colours, also those of links", () => {
		expect(visibleText("\u001B[1;32mok\u001B[0m \u001B]8;;http://x\u0007link\u001B]8;;\u0007")).toBe("ok link");
	});

	test("as a command also names what has no width, and drops nothing at all", () => {
		expect(visibleText("rm \u200Bfile", "code")).toBe("rm ⟦U+200B⟧file");
		expect(visibleText("ls \u001B[8m; rm -rf x", "code")).toBe("ls ⟦U+001B⟧[8m; rm -rf x");
		expect(visibleText("echo ok \u001B] ; rm -rf x", "code")).toContain("rm -rf x");
	});

	test("in prose never loses what an unfinished escape sequence stands before", () => {
		expect(visibleText("echo ok \u001B] ; rm -rf x\nnext")).toContain("rm -rf x");
	});

	test("names a run of hidden characters once, however long it is", () => {
		expect(visibleText(`a${"\u202E".repeat(300_000)}b`)).toBe("a⟦U+202E ×300000⟧b");
		expect(visibleText("a\u202E\u202E\u0000b")).toBe("a⟦U+202E ×2 U+0000⟧b");
		expect(visibleText(`a${"\u202E\u202D".repeat(150_000)}b`)).toBe("a⟦U+202E U+202D U+202E U+202D and 299996 more⟧b");
		expect(visibleText("\u{E0041}".repeat(3), "code")).toBe("⟦U+E0041 ×3⟧");
	});

	test("takes time in proportion to the text, also for millions of hidden characters", () => {
		const began = performance.now();
		for (const text of ["\u202E".repeat(2_000_000), "a\u202E".repeat(300_000), "\u001B]".repeat(300_000)]) {
			expect(visiblePieces(text, "code").length).toBeGreaterThan(0);
			expect(visiblePieces(text).length).toBeGreaterThan(0);
		}
		expect(performance.now() - began).toBeLessThan(20_000);
	}, 60_000);

	test("as a command names whatever has no look, but not what chooses one", () => {
		const unseen = [
			"\u00AD",
			"\u034F",
			"\u115F",
			"\u180F",
			"\u2065",
			"\u2800",
			"\u3164",
			"\uFE00",
			"\u{1D173}",
			"\u{E0FFF}",
		];
		expect(hiddenKinds(unseen.join("a"), "code")).toHaveLength(unseen.length);
		expect(hiddenKinds("✔\uFE0F ✔\uFE0E", "code")).toEqual([]);
		expect(hiddenKinds("a\u202Eb\u0000c\u202E\u202D")).toEqual(["U+202E", "U+0000", "U+202D"]);
	});

	test("names a pile of accents, and leaves the few of real writing", () => {
		expect(visibleText(`a${"\u0301".repeat(50_000)}b`)).toBe("a⟦U+0301 ×50000⟧b");
		const hebrew = "\u05D1\u05BC\u05B0\u05E8\u05B5\u05D0\u05E9\u05C1\u05B4\u0596\u05D9\u05EA";
		expect(visibleText(`Việt ${hebrew} हिन्दी`)).toBe(`Việt ${hebrew} हिन्दी`);
	});

	test("as a command names spaces that a shell takes for letters", () => {
		expect(visibleText("rm\u00A0-rf x", "code")).toBe("rm⟦U+00A0⟧-rf x");
		expect(visibleText("10\u00A0000 files")).toBe("10\u00A0000 files");
	});

	test("as a few pieces is the same text, with what hides beyond them named in the last", () => {
		fc.assert(
			fc.property(texts, fc.integer({ min: 0, max: 5 }), (text, most) => {
				const pieces = visiblePieces(text, "code", most);
				expect(pieces.length).toBeLessThanOrEqual(most + 2);
				const shown = pieces.map((piece) => (piece.hidden ? `⟦${piece.hidden}⟧` : piece.text)).join("");
				expect(shown).toBe(visibleText(text, "code"));
			}),
		);
	});

	test("as a command is whole again when its pieces are put together", () => {
		fc.assert(
			fc.property(texts, (text) => {
				const pieces = visiblePieces(text, "code");
				expect(pieces.map((piece) => piece.text).join("")).toBe(text.replaceAll("\r\n", "\n"));
			}),
		);
	});
});
