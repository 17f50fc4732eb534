import { describe, expect, test } from "vitest";
import type { RoadmapItemDetail, RoadmapStatus } from "../../../server/contract/roadmap.ts";
import { findItem } from "../../../server/roadmap/find-item.ts";
import { parseRoadmap } from "../../../server/roadmap/parse-roadmap.ts";

function only(markdown: string): RoadmapItemDetail {
	const { items } = parseRoadmap(markdown);
	if (items.length !== 1 || !items[0]) throw new Error(`${items.length} items in ${markdown}`);
	return items[0];
}

test.each<[heading: string, id: string, alias: string | null, title: string, status: RoadmapStatus]>([
	[
		"### PRIORITY 24: Technical Prerequisite Identification and Tracking 📝 Planned",
		"PRIORITY 24",
		null,
		"Technical Prerequisite Identification and Tracking",
		"planned",
	],
	[
		"### 🔴 **PRIORITY 1: Analytics & Observability** ⚡ FOUNDATION FOR AUTONOMOUS DAEMON",
		"PRIORITY 1",
		null,
		"Analytics & Observability FOUNDATION FOR AUTONOMOUS DAEMON",
		"unknown",
	],
	[
		"### 🔴 **PRIORITY 2.5: New User Experience & Documentation** ⚡ **UX FOCUS**",
		"PRIORITY 2.5",
		null,
		"New User Experience & Documentation UX FOCUS",
		"unknown",
	],
	["### ✅ **PRIORITY 2: Roadmap CLI**", "PRIORITY 2", null, "Roadmap CLI", "done"],
	[
		"### 🎯 [US-009] Process Management for `code_developer`",
		"US-009",
		null,
		"Process Management for code_developer",
		"unknown",
	],
	["## 📝 PLANNED: US-015 - Estimation Metrics", "US-015", null, "Estimation Metrics", "planned"],
	["## US-112: Codebase Quality Audit - Dead Code", "US-112", null, "Codebase Quality Audit - Dead Code", "unknown"],
	["### PRIORITY 11: US-072 - Design Orchestrator ✅ Complete", "PRIORITY 11", "US-072", "Design Orchestrator", "done"],
	["## ✅ RECENTLY COMPLETED: US-010 - Living Documentation", "US-010", null, "Living Documentation", "done"],
	["## 🚨 HIGH IMPACT: US-023 - Document Index", "US-023", null, "Document Index", "unknown"],
	["## In progress: US-4 – Search", "US-4", null, "Search", "in-progress"],
	["### PRIORITY 2.9.5: Three parts", "PRIORITY 2.9.5", null, "Three parts", "unknown"],
	["### 3. PRIORITY 7: Numbered", "PRIORITY 7", null, "Numbered", "unknown"],
	["### Priority 7: Small letters", "PRIORITY 7", null, "Small letters", "unknown"],
	["## us-7: Small letters", "US-7", null, "Small letters", "unknown"],
	["### US-8: Pause ⏸️ Blocked", "US-8", null, "Pause", "blocked"],
	["### US-8: Pause ⏸ Blocked", "US-8", null, "Pause", "blocked"],
	["### US-8: Build 🚧", "US-8", null, "Build", "blocked"],
	["### US-8: Old idea ❌ Not planned", "US-8", null, "Old idea", "cancelled"],
	["### US-8: Show ✅ and ❌ in the list 📝 Planned", "US-8", null, "Show and in the list", "planned"],
	["### US-8: Login ✅ Complete (was 📝 Planned)", "US-8", null, "Login", "done"],
	["### US-8: Keep © and A ↔ B, 1️⃣ 👩‍💻 🇫🇷", "US-8", null, "Keep © and A ↔ B,", "unknown"],
	[
		"### [US-8](https://example.org): A *linked* &amp; **bold** title ###",
		"US-8",
		null,
		"A linked & bold title",
		"unknown",
	],
])("reads %s", (heading, id, alias, title, status) => {
	expect(only(heading)).toMatchObject({ id, alias, title, status });
});

test("underlined headings of level 2 count, as they do in Markdown", () => {
	expect(only("US-5: Underlined\n----------------\n\n**Status**: 📝 Planned\n")).toMatchObject({
		id: "US-5",
		line: 1,
		status: "planned",
	});
});

describe("is no item:", () => {
	test.each([
		"# US-1: a title of the document",
		"#### US-1: level four",
		"### **Future Enhancements** (not in scope for US-017)",
		"### Analytics & Observability (Priority 1) ✅ MOSTLY COMPLETE",
		"### **After PRIORITY 2: You Stop Coding** ✨",
		"### Priority 2 recap",
		"## 🔴 TOP PRIORITY FOR code_developer (START HERE)",
		"## 🚨 Priority Reorganization (2025-10-09)",
		"### PRIORITY 1-3: a range",
		"### PRIORITY 3b: a letter",
		"### MINUS-4: another word",
		"- ### US-1: inside a list",
		"> ### US-1: inside a quotation",
		"    ### US-1: indented code",
		"<!--\n### US-1: a comment\n-->",
		"\\### US-1: escaped",
	])("%s", (markdown) => {
		expect(parseRoadmap(markdown).items).toEqual([]);
	});
});

test.each([
	["#### US-1: Too deep", "level 4"],
	["### US-XXX - [Title]", "no number"],
	["### PRIORITY ABC: Non-numeric", "no number"],
	["Some text\n###US-4: No space", "Line 2"],
])("tells of the near miss %s", (markdown, words) => {
	expect(parseRoadmap(markdown).warnings.join()).toContain(words);
});

describe("sections", () => {
	const text = [
		"## US-1: Outer", // 1
		"**Estimate**: 1 day",
		"### Notes",
		"```sh",
		"echo outer", // 5
		"```",
		"### US-2: Inner",
		"**Status**: ✅ Done",
		"#### Part",
		"```sh", // 10
		"echo inner",
		"```",
		"### More notes",
		"```sh",
		"echo outer again", // 15
		"```",
		"## Other",
		"**Status**: 🔄 In progress",
		"",
	].join("\n");

	test("end at the next heading of the same or a higher level", () => {
		expect(parseRoadmap(text).items.map(({ id, line, endLine }) => [id, line, endLine])).toEqual([
			["US-1", 1, 16],
			["US-2", 7, 12],
		]);
		expect(parseRoadmap(text).items[1]?.body).toBe(
			"### US-2: Inner\n**Status**: ✅ Done\n#### Part\n```sh\necho inner\n```",
		);
		expect(only("## US-1: Last\n\ntext\n")).toMatchObject({ endLine: 3, body: "## US-1: Last\n\ntext" });
	});

	test("of an item inside another belong to the inner one alone", () => {
		const [outer, inner] = parseRoadmap(text).items;
		expect(outer?.steps.map((step) => step.code)).toEqual(["echo outer", "echo outer again"]);
		expect(outer?.status).toBe("unknown");
		expect(inner).toMatchObject({ status: "done", steps: [{ code: "echo inner", line: 10, title: "Part" }] });
	});

	test("have the same lines with CRLF, a byte order mark and NUL characters", () => {
		const { items } = parseRoadmap(`\uFEFF${text.replaceAll("\n", "\r\n").replace("Inner", "In\0ner")}`);
		expect(items.map(({ line, endLine }) => [line, endLine])).toEqual([
			[1, 16],
			[7, 12],
		]);
		expect(items[0]?.steps[0]?.code).toBe("echo outer");
		expect(items[1]?.title).toBe("In\uFFFDner");
	});
});

test("every item can be named: by id, alias, number, any spelling, and line where ids are shared", () => {
	const roadmap = parseRoadmap(
		"### PRIORITY 2.1: A\n### PRIORITY 2.10: B\n### PRIORITY 11: US-072 - C\n### US-7: D\n### US-007: E\n### US-72: F\n",
	);
	const title = (id: string) => findItem(roadmap, id)?.title ?? null;
	expect(["PRIORITY 2.1", "2.10", "priority 2.10", "US-7@5", " us-007 ", "11"].map(title)).toEqual([
		"A",
		"B",
		"B",
		"E",
		"D",
		"C",
	]);
	// An id goes before an alias.
	expect(title("US-072")).toBe("F");
	expect(["US-8", "", "2", "US-7@1"].map(title)).toEqual([null, null, null, null]);
	const shared = roadmap.items.filter((item) => item.warnings.join().includes("also names the item on line"));
	expect(shared.map((item) => item.title)).toEqual(["C", "D", "E", "F"]);
});
