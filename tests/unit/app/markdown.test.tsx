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
		const tree = { type: "root", children: Array.from({ length: 12_000 }, () => ({ type: "text" })) };
		expect(() => rehypeBounded()(tree)).toThrow(/too much to be drawn/);
	});

	test("sets off what GitHub calls an alert, and nothing that only looks a little like one", () => {
		const warning = html("> [!WARNING]\n> This command\n> - has a gap\n");
		expect(warning).toMatch(/role="note" class="callout callout-warning"><p class="callout-title">Careful<\/p>/);
		expect(warning).toContain("<p>This command</p>");
		expect(html("> [!NOTE]\n>\n> Later")).toMatch(/Note<\/p>\s*<p>Later/);
		expect(html("> [!constructor]\n> x")).toContain("<blockquote>");
		expect(html("> x [!WARNING]")).toContain("<blockquote>");
	});

	test("keeps the lines of a code block apart, with the marks in them, and loses nothing of it", () => {
		const code = 'ls\n\n\tcat "a\u202Eb"\n-x';
		const shown = html(`\`\`\`sh\n${code}\n\`\`\``);
		expect(shown.match(/class="code-line"/g)).toHaveLength(4);
		const text = shown
			.replaceAll(/<[^>]*>/g, "")
			.replaceAll("&quot;", '"')
			.replace("U+202E", "\u202E");
		expect(text).toBe(`${code}\n`);
		expect(html("a `b` c")).not.toContain("code-line");
	});

	test("gives the lines of a diff their colours", () => {
		const shown = html("```diff\n@@ 1 @@\n-a\u202E\n+b\n c\n```");
		expect(shown.match(/code-line( text-[a-z0-9-]+)?/g)).toEqual([
			"code-line text-ink-3",
			"code-line text-bad",
			"code-line text-ok",
			"code-line",
		]);
	});

	test("names the hidden characters beyond the first in the text", () => {
		const shown = html(`${"a\u202E".repeat(2_000)}\n\n\`rm \u200B\``);
		expect(marksIn(shown)).toBeLessThanOrEqual(200);
		expect(shown).toContain("⟦U+200B⟧");
	});
});

describe("plain text from outside", () => {
	test("is whole, says why it is plain, and is laid out part by part", () => {
		const text = Array.from({ length: 450 }, (_, line) => `line ${line}`).join("\n");
		const shown = renderToStaticMarkup(<PlainBody text={text} why="it is too long" />);
		expect(shown).toContain("because it is too long");
		expect(shown.match(/<div/g)).toHaveLength(4);
		expect(shown).toContain("line 449");
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
		expect(textChunks("x\n".repeat(500)).map(({ lines }) => lines)).toEqual([200, 200, 100]);
		const long = `a\n${"👩".repeat(5_000)}\nb`;
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
