import fc from "fast-check";

const word = fc.constantFrom(
	"Planned",
	"planned",
	"**PLANNED**",
	"In Progress",
	"Done",
	"Complete",
	"Blocked",
	"Cancelled",
);
const mark = fc.constantFrom("📝", "🔄", "✅", "⏸️", "⏸", "🚧", "❌", "❌\uFE0F");
const remark = fc.constantFrom("", "", " (May 2026)", " - 60% done", ", by the team", " \\[x]", "  ");
const status = fc
	.tuple(fc.option(mark, { nil: "" }), fc.option(word, { nil: "" }), remark)
	.map((parts) => parts.join(" ").replace(/ +$/, ""));
const statusLine = fc
	.tuple(
		fc.constantFrom("**Status**: ", "**Status:** ", "- **Status**: ", "__Status__: ", "* **Status** : "),
		status,
		fc.constantFrom("", "", "  ", "\t"),
	)
	.map((parts) => parts.join(""));
const bodyLine = fc.constantFrom(
	"",
	"",
	"Some words of the *item*.",
	"**Estimate**: 2 days",
	"**Estimated Effort**: a week  ",
	"**Depends on**: US-1, US-2",
	"**Goal**: more `code`",
	"- [ ] a task",
	"- [x] ✅ done",
	"#### A part",
	"---",
	"***",
	"```sh\ntrue\n```",
	"```\n## US-9: no heading\n```",
	"> **Status**: quoted",
	"<!-- a comment -->",
	"trailing   ",
	"日本 ünïcode 👩‍💻",
);
const heading = fc
	.record({
		level: fc.constantFrom("##", "##", "###"),
		before: fc.constantFrom("", "", "", "✅ ", "🔴 ", "📝 PLANNED: "),
		id: fc.oneof(
			fc.nat({ max: 40 }).map((number) => `US-${number}`),
			fc.nat({ max: 9 }).map((number) => `PRIORITY ${number}.5`),
			fc.constant("US-007"),
		),
		after: fc.constantFrom(
			": Title",
			" - Title",
			": US-77 - Title",
			": Title 📝 Planned",
			": Title ✅",
			"",
			": A **bold** one 🚧",
		),
	})
	.map(({ level, before, id, after }) => `${level} ${before}${id}${after}`);
const section = fc
	.tuple(heading, fc.option(statusLine, { nil: null }), fc.array(bodyLine, { maxLength: 5 }))
	.map(([head, state, body]) => [head, ...(state === null ? [] : ["", state]), "", ...body]);
const between = fc.constantFrom<string[]>(
	[],
	[],
	[""],
	["", "---", ""],
	["# Chapter", "", "words"],
	["## Notes", "text"],
	["### Sub", "x", ""],
);

/** Roadmaps of the kind people write: any line endings, with or without a byte order mark and an end of the last line. */
export const roadmapText = fc
	.record({
		head: fc.constantFrom<string[]>([], ["# Roadmap", ""], ["", ""]),
		parts: fc.array(fc.tuple(section, between), { maxLength: 6 }),
		endings: fc.oneof(
			fc.constant(["\n"]),
			fc.constant(["\r\n"]),
			fc.array(fc.constantFrom("\n", "\r\n", "\r"), { minLength: 1, maxLength: 5 }),
		),
		bom: fc.boolean(),
		end: fc.boolean(),
	})
	.map(({ head, parts, endings, bom, end }) => {
		const lines = [...head, ...parts.flat(2)].flatMap((line) => line.split("\n"));
		const text = lines.map((line, index) => line + (endings[index % endings.length] ?? "\n")).join("");
		return (bom ? "\uFEFF" : "") + (end ? text : text.replace(/(?:\r\n?|\n)$/, ""));
	});
