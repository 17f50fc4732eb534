import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { Markdown } from "../../../app/_ui/markdown/markdown.tsx";
import { PlainBody } from "../../../app/_ui/markdown/plain-body.tsx";
import { rehypeBounded } from "../../../app/_ui/markdown/rehype-bounded.ts";
import { type TextChunk, textChunks } from "../../../app/_ui/markdown/text-chunks.ts";
import { SafeText } from "../../../app/_ui/safe-text.tsx";

const html = (source: string) => renderToStaticMarkup(<Markdown source={source} />);
const joined = (chunks: TextChunk[]) => chunks.map(({ text }) => text).join("");
const marksIn = (markup: string) => markup.match(/<mark/g)?.length ?? 0;

describe("Markdown from outside", () => {
	test("shows HTML as it was written, among words and as a block, and runs none", () => {
		expect(html("Use `a`, Vec<String> or <b>x</b>.")).toContain("Vec&lt;String&gt; or &lt;b&gt;x&lt;/b&gt;.");
		expect(html("<!-- not to be missed -->\n\n<script>alert(1)</script>")).toContain("&lt;!-- not to be missed");
		expect(html("- Map<K>\n- <img src=x onerror=alert(1)>")).toContain("&lt;img src=x onerror=alert(1)&gt;");
	});

	test("throws instead of drawing more than a page can take", () => {
		expect(() => html(">".repeat(200))).toThrow(/too much to be drawn/);
		const tree = { children: Array.from({ length: 12_000 }, () => ({})) };
		expect(() => rehypeBounded()(tree)).toThrow(/too much to be drawn/);
	});

	test("names the hidden characters beyond the first in the text", () => {
		const shown = html(`${"a\u202E".repeat(2_000)}\n\n\`rm \u200B\``);
		expect(marksIn(shown)).toBeLessThanOrEqual(200);
		expect(shown).toContain("⟦U+200B⟧");
	});
});

describe("plain text from outside", () => {
	test("is whole, says why it is plain, and is laid out part by part", () => {
		const text = Array.from({ length: 1_250 }, (_, line) => `line ${line}`).join("\n");
		const shown = renderToStaticMarkup(<PlainBody text={text} why="it is too long" />);
		expect(shown).toContain("because it is too long");
		expect(shown.match(/<div/g)).toHaveLength(4);
		expect(shown).toContain("line 1249");
	});

	test.each(["", "a", "\n", "a\n", "\n\n\nb", "x\n".repeat(500), "x\n".repeat(100), `${"x\n".repeat(99)}y`])(
		"in parts is the same text: %j",
		(text) => {
			const chunks = textChunks(text);
			expect(joined(chunks)).toBe(text);
			expect(chunks.every((chunk) => text.startsWith(chunk.text, chunk.at))).toBe(true);
		},
	);

	test("in parts is cut at the ends of lines, and within one only when it is very long", () => {
		expect(textChunks("x\n".repeat(1_200)).map(({ lines }) => lines)).toEqual([500, 500, 200]);
		const long = `a\n${"👩".repeat(12_000)}\nb`;
		const chunks = textChunks(long);
		expect(chunks.map(({ isCut }) => isCut)).toEqual([false, true, true, false]);
		expect(joined(chunks)).toBe(long);
		expect(chunks.some(({ text }) => /\p{Surrogate}/u.test(text))).toBe(false);
	});

	test("gets a bounded number of marks, and hides nothing beyond them", () => {
		const shown = renderToStaticMarkup(<SafeText text={"a\u202E".repeat(1_000)} />);
		expect(marksIn(shown)).toBeLessThanOrEqual(100);
		expect(shown.match(/U\+202E/g)).toHaveLength(1_000);
	});
});
