import fc from "fast-check";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { expect, test } from "vitest";
import { chooseNext } from "../../../server/roadmap/choose-next.ts";
import { parseRoadmap } from "../../../server/roadmap/parse-roadmap.ts";

const heading = fc
	.record({ marks: fc.constantFrom("##", "###"), id: fc.nat({ max: 30 }) })
	.map(({ marks, id }) => `${marks} US-${id}: Title`);
const scrap = fc.constantFrom(
	...[
		"",
		"",
		"text",
		"    code",
		"# Document",
		"#### Part",
		"---",
		"===",
		"> quoted",
		"> ```",
		">",
		"<!-- a",
		"a -->",
		"<div>",
		"</div>",
	],
	...[
		"```",
		"```sh",
		"```` md",
		"~~~",
		"~~~~ bash",
		"  ```",
		"   ~~~",
		"``` a`b",
		"````",
		"- ```sh",
		"  - ```",
		"1. ~~~",
	],
	...["- item", "- [ ] task", "  nested", "  - nested", "10. ten", "    ```sh", "\ttab", "- - a", "[a]: /url"],
	...[
		"**Status**: 📝 Planned",
		"**Status**: ✅",
		"**Depends on**: US-1, US-2",
		"**Deliverables**:",
		"**Verify**: `true`",
		"**Verify**:",
	],
);
const document = fc
	.array(
		fc.oneof(
			{ weight: 3, arbitrary: scrap },
			{ weight: 1, arbitrary: heading },
			{ weight: 1, arbitrary: heading.map((line) => `  ${line}`) },
		),
		{
			maxLength: 40,
		},
	)
	.map((lines) => lines.join("\n"));
const anything = fc.oneof(
	document,
	fc.string({ unit: "binary", maxLength: 300 }),
	fc.string({ unit: fc.constantFrom(..."#*`~-_[]() \n\r\t\0>:📝✅US-1PRIORITY 2.\uFE0F"), maxLength: 300 }),
);

/** Where another CommonMark parser sees a top-level heading of level 2 or 3 that starts with a story. */
function headingsByRemark(text: string): number[] {
	return unified()
		.use(remarkParse)
		.parse(text)
		.children.flatMap((node) => {
			if (node.type !== "heading" || (node.depth !== 2 && node.depth !== 3)) return [];
			const first = node.children[0];
			return first?.type === "text" && /^US-\d+: Title/.test(first.value) ? (node.position?.start.line ?? []) : [];
		});
}

test("whatever the text, parsing gives a sound roadmap and never throws", { timeout: 120_000 }, () => {
	fc.assert(
		fc.property(anything, (text) => {
			const { items } = parseRoadmap(text);
			const lines = text
				.replace(/^\uFEFF/, "")
				.replaceAll("\0", "\uFFFD")
				.split(/\r\n?|\n/);
			for (const item of items) {
				expect(item.endLine).toBeGreaterThanOrEqual(item.line);
				expect(item.endLine).toBeLessThanOrEqual(lines.length);
				expect(item.body).toBe(lines.slice(item.line - 1, item.endLine).join("\n"));
				expect(item.id).toMatch(/^(PRIORITY \d+(\.\d+)*|US-\d+)$/);
				expect(lines[item.line - 1]?.toUpperCase().replace(/\s+/g, " ")).toContain(item.id);
				for (const step of item.steps) expect(lines[step.line - 1]).toMatch(/(```|~~~)\s*(sh|bash)/i);
			}
			const sorted = items.map((item) => item.line).sort((a, b) => a - b);
			expect(items.map((item) => item.line)).toEqual(sorted);
			const choice = chooseNext(items, { finished: new Set(), setAside: new Set() });
			expect(choice.item ? items.includes(choice.item) : choice.why.endsWith(".")).toBe(true);
		}),
		{ numRuns: 1500 },
	);
});

test("items are the headings that another CommonMark parser finds, in any mixture of fences, lists and quotations", {
	timeout: 120_000,
}, () => {
	fc.assert(
		fc.property(document, (text) => {
			expect(parseRoadmap(text).items.map((item) => item.line)).toEqual(headingsByRemark(text));
		}),
		{ numRuns: 1500 },
	);
});

test("nothing inside a closed fence is an item", { timeout: 120_000 }, () => {
	const fence = fc.record({
		mark: fc.constantFrom("`", "~"),
		length: fc.integer({ min: 3, max: 8 }),
		info: fc.constantFrom("", "md", "sh"),
	});
	fc.assert(
		fc.property(document, document, fence, (before, inside, { mark, length, info }) => {
			const limit = mark.repeat(length);
			// Nothing inside may end the fence: neither as long a row of its marks, nor one at the end of a container.
			const content = inside
				.split("\n")
				.filter((line) => !line.includes(limit))
				.join("\n");
			const without = parseRoadmap(`${before}\n\n# End\n`).items;
			const closes = parseRoadmap(`${before}\n\n# End\n\n## US-99: Title\n`).items.length > without.length;
			fc.pre(closes);
			const { items } = parseRoadmap(`${before}\n\n# End\n\n${limit}${info}\n${content}\n${limit}\n`);
			expect(items.map((item) => item.line)).toEqual(without.map((item) => item.line));
		}),
		{ numRuns: 500 },
	);
});

test("a document longer than one slice is read as one that is not", { timeout: 120_000 }, () => {
	fc.assert(
		fc.property(fc.array(document, { minLength: 20, maxLength: 40 }), (parts) => {
			const text = parts.join("\n").repeat(3);
			expect(parseRoadmap(text).items.map((item) => item.line)).toEqual(headingsByRemark(text));
		}),
		{ numRuns: 25 },
	);
});
