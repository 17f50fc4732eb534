import fc from "fast-check";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { describe, expect, test } from "vitest";
import { burdenOf } from "../../../app/_ui/markdown/burden.ts";
import { sourceLines } from "../../../app/_ui/markdown/source-lines.ts";

const parser = unified().use(remarkParse).use(remarkGfm);

/** What Markdown is made of, so that chance makes every structure there is. */
const TOKENS = [
	..."```|````|~~~|~~~~|`|``|> |>|- |* |1. |   |    |\t|\n|\r|\r\n|\n\n|<|<!--|-->|</|<pre>|<div>|[^a]: |[a]: |[|](b)|_|*|**|~~|$".split(
		"|",
	),
	..."|#=\\!ab\u0000\uFEFF",
];
const source = fc.array(fc.constantFrom(...TOKENS), { maxLength: 40 }).map((tokens) => tokens.join(""));

describe("what of a text is surely code", () => {
	test.each([
		["a block at the left", "a\n```sh\n> > >\n```\nb", [2, 3, 4]],
		["one that is never closed", "~~~\n- - -\n", [1, 2, 3]],
		["one closed by a longer run, not by a shorter", "````\n```\n`````\nx", [1, 2, 3]],
		["none with a backtick behind its fence", "``` a`b\nx", []],
		["none in a list, and nothing after it", "- ```\n```\n> > >\n```", []],
		["none after what may be HTML, in which a fence is none", "<!--\n```\n-->\n> > >\n```", []],
		["none that is indented", "   ```\n```\nx", []],
	])("%s", (_what, text, code) => {
		const marked = sourceLines(text).flatMap(({ isCode }, index) => (isCode ? [index + 1] : []));
		expect(marked).toEqual(code);
	});

	test("is code to the parser too, whatever stands around it", () => {
		fc.assert(
			fc.property(source, (text) => {
				const blocks = parser.parse(text).children.filter(({ type }) => type === "code");
				sourceLines(text).forEach(({ isCode }, index) => {
					const line = index + 1;
					const inBlock = blocks.some(
						({ position }) => position && position.start.line <= line && line <= position.end.line,
					);
					if (isCode) expect(inBlock, JSON.stringify([text, line])).toBe(true);
				});
			}),
			{ numRuns: 3_000 },
		);
	}, 30_000);
});

describe("what is too much to be drawn as Markdown", () => {
	test.each([
		["quotes within quotes", ">".repeat(10_000), "nested"],
		["lists within lists, on one line", `${"- ".repeat(5_000)}a`, "nested"],
		[
			"lists within lists",
			Array.from({ length: 100 }, (_, depth) => `${" ".repeat(2 * depth)}- a`).join("\n"),
			"nested",
		],
		["lists of tabs", Array.from({ length: 40 }, (_, depth) => `${"\t".repeat(depth)}1. a`).join("\n"), "nested"],
		["quotes in lists in quotes", `${"> - ".repeat(500)}a`, "nested"],
		["footnotes in footnotes", "[^\\]a]: ".repeat(300), "nested"],
		["emphasis that is never closed", "_a*".repeat(5_000), "dense"],
		["brackets", "[".repeat(19_000), "dense"],
		["emphasis within emphasis", `${"*a _b ".repeat(700)}${" c_ d*".repeat(700)}`, "dense"],
		["a table of many cells", `|${"a|".repeat(4_000)}\n|${"-|".repeat(4_000)}`, "dense"],
		["many short paragraphs", "a\n\n".repeat(2_000), "dense"],
		["a long text", "word ".repeat(5_000), "long"],
		["more code than a page can hold", `\`\`\`\n${"x".repeat(300_000)}`, "long"],
		["more lines of code than a page can hold", `\`\`\`\n${"x\n".repeat(6_000)}`, "long"],
		["nothing but line breaks", "\n".repeat(30_000), "long"],
		["a million characters", "\u202E".repeat(1_000_000), "long"],
	])("%s", (_what, text, burden) => {
		expect(burdenOf(text)).toBe(burden);
	});

	test("is none of what people and agents write", () => {
		const report = [
			"# Audit\n\nThe **audit** found that `orders.legacy_ref` is _never_ read, see [it](https://example.com/a_b_c).",
			"- one\n  - two\n    - three\n      1. four\n",
			"> He said:\n> > No.",
			`| query | reads it |\n|---|---|\n${"| orders by customer | no |\n".repeat(60)}`,
			"-".repeat(80),
			"A sentence with a footnote[^1].\n\n[^1]: Here.",
			"<details>\n<summary>More</summary>\n\nText\n\n</details>",
		];
		expect(burdenOf(report.join("\n\n"))).toBeNull();
		expect(burdenOf("")).toBeNull();
	});

	test("is not a long command in a block of its own, which must be seen whole", () => {
		const command = `**US-1**: It\n\n\`\`\`sh\n${"> ".repeat(50_000)}\n${"[*_".repeat(30_000)}\n\`\`\`\n\nOn branch \`x\`.`;
		expect(burdenOf(command)).toBeNull();
	});

	test("nothing that passes is nested deeper, or makes more, than a page can take", () => {
		const repeated = fc
			.tuple(fc.array(fc.tuple(source, fc.integer({ min: 1, max: 2_000 })), { maxLength: 4 }), source)
			.map(([parts, end]) => parts.map(([part, times]) => part.slice(0, 8).repeat(times)).join("") + end);
		fc.assert(
			fc.property(repeated, (text) => {
				if (burdenOf(text) !== null) return;
				const began = performance.now();
				const { depth, nodes } = sizeOf(parser.parse(text));
				expect(depth).toBeLessThan(2_000);
				expect(nodes).toBeLessThan(20_000);
				expect(performance.now() - began).toBeLessThan(3_000);
			}),
			{ numRuns: 300 },
		);
	}, 60_000);
});

interface Node {
	type: string;
	children?: Node[];
}

function sizeOf(tree: Node): { depth: number; nodes: number } {
	let nodes = 0;
	let depth = 0;
	for (let level = [tree]; level.length > 0; depth += 1) {
		nodes += level.length;
		level = level.flatMap(({ children }) => children ?? []);
	}
	return { depth, nodes };
}
