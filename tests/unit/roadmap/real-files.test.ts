import { readFileSync } from "node:fs";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { describe, expect, test } from "vitest";
import type { Roadmap, RoadmapItemDetail } from "../../../server/contract/roadmap.ts";
import { chooseNext } from "../../../server/roadmap/choose-next.ts";
import { findItem } from "../../../server/roadmap/find-item.ts";
import { parseRoadmap } from "../../../server/roadmap/parse-roadmap.ts";
import { sharedFile } from "./shared-file.ts";

function parseShared(name: string): Roadmap {
	return parseRoadmap(readFileSync(sharedFile(name), "utf8"));
}

function get(roadmap: Roadmap, id: string): RoadmapItemDetail {
	const item = findItem(roadmap, id);
	if (item === null) throw new Error(`no item ${id}`);
	return item;
}

function rows(roadmap: Roadmap): string[] {
	return roadmap.items.map(({ line, id, status }) => `${line} ${id} ${status}`);
}

const NOTHING = { finished: new Set<string>(), setAside: new Set<string>() };

describe("coffee-maker-775k.md", () => {
	const roadmap = parseShared("coffee-maker-775k.md");

	// Taken from the file by hand: its headings outside code that name a priority or story, and the Status below each.
	test("has these 48 items, in the document's order", () => {
		expect(rows(roadmap)).toEqual([
			"139 US-022 planned",
			"242 US-010 done",
			"269 US-022 planned",
			"422 US-023 planned",
			"511 US-024 planned",
			"654 US-011 planned",
			"732 US-012 planned",
			"882 US-013 planned",
			"1057 US-014 planned",
			"1245 US-015 planned",
			"1607 US-016 planned",
			"1907 US-017 planned",
			"2484 US-018 planned",
			"3275 US-019 planned",
			"3931 US-020 planned",
			"6408 PRIORITY 3 planned",
			"7103 PRIORITY 4 planned",
			"9139 US-001 done",
			"9166 US-002 planned",
			"9189 US-003 planned",
			"9335 US-004 unknown",
			"10096 US-005 in-progress",
			"10293 US-006 done",
			"10408 US-007 planned",
			"10572 US-008 planned",
			"10870 US-009 done",
			"11382 PRIORITY 1 in-progress",
			"11444 PRIORITY 1.5 done",
			"11586 PRIORITY 2 done",
			"12246 PRIORITY 3 done",
			"15175 PRIORITY 2.5 done",
			"16389 PRIORITY 2.6 done",
			"17223 PRIORITY 2.65 done",
			"17408 PRIORITY 2.7 done",
			"17679 PRIORITY 2.8 planned",
			"17939 PRIORITY 2.9 planned",
			"18129 PRIORITY 2.9.5 planned",
			"18455 PRIORITY 2.10 planned",
			"18735 PRIORITY 2.11 planned",
			"19108 PRIORITY 5 planned",
			"19174 PRIORITY 5.5 planned",
			"19547 PRIORITY 6 done",
			"19627 PRIORITY 7 done",
			"19679 PRIORITY 8.5 done",
			"19908 PRIORITY 7 planned",
			"19930 PRIORITY 8 planned",
			"20429 PRIORITY 6.5 planned",
			"20869 PRIORITY 9 planned",
		]);
	});

	test.each([
		["US-010", "Living Documentation & Tutorials"],
		["US-022", "Automatic Roadmap Synchronization (SPEC FOR BUG 2)"],
		["US-009", "Process Management and Status Monitoring for code_developer"],
		["PRIORITY 2.6", "code_developer Functional Testing & CI Integration"],
		["PRIORITY 8.5", "Innovative Projects (Option A implemented)"],
		["PRIORITY 7@19908", "Optional Final Refactoring (if needed)"],
		["PRIORITY 2.8", "Daemon Status Reporting in project-manager HIGH PRIORITY"],
	])("%s is called %s", (id, title) => {
		expect(get(roadmap, id).title).toBe(title);
	});

	test("reads estimate, dependencies, deliverables and tasks", () => {
		expect(get(roadmap, "US-009").estimate).toBe("3-5 story points (1 week)");
		expect(get(roadmap, "PRIORITY 2.7")).toMatchObject({ estimate: "4-6 hours", dependsOn: ["PRIORITY 2.6"] });
		expect(get(roadmap, "PRIORITY 6.5").dependsOn).toEqual(["PRIORITY 5", "PRIORITY 5.5", "PRIORITY 6", "PRIORITY 3"]);
		expect(get(roadmap, "PRIORITY 2.6").dependsOn).toEqual([]);
		expect(get(roadmap, "US-010").deliverables).toEqual([
			"DOCUMENTATION_INDEX.md (central hub with 26+ docs indexed)",
			"TUTORIALS.md (7 practical tutorials)",
			"Updated COLLABORATION_METHODOLOGY.md (all user stories documented)",
			"Updated QUICKSTART_PROJECT_MANAGER.md (US-009 features)",
		]);
		expect(get(roadmap, "US-010").tasks).toHaveLength(6);
		expect(get(roadmap, "US-010").tasks.every((task) => task.done)).toBe(true);
		expect(get(roadmap, "US-001").tasks[4]).toEqual({ text: "Cost stays under $50/month", done: false });
	});

	test("reads the steps of an item, also those inside lists", () => {
		const { steps } = get(roadmap, "PRIORITY 3@6408");
		expect(steps.map(({ line, title }) => [line, title])).toEqual([
			[6443, "Navigate to project and activate environment"],
			[6448, "Run the daemon"],
			[6647, "Build Commands"],
			[6660, "Test Installation (Local)"],
			[6674, "Test Installation (From Built Package)"],
			[6686, "Publish to TestPyPI (First)"],
			[6695, "Publish to PyPI (Production)"],
		]);
		expect(steps[0]?.code).toBe(
			"cd /Users/bobain/PycharmProjects/MonolithicCoffeeMakerAgent\n" +
				"source /Users/bobain/Library/Caches/pypoetry/virtualenvs/coffee-maker-efk4LJvC-py3.11/bin/activate",
		);
	});

	test("warns of ids that are used twice and of a status it does not know", () => {
		const twice = roadmap.items.filter((item) => item.warnings.some((warning) => warning.includes("also names")));
		expect(twice.map((item) => item.line)).toEqual([139, 269, 6408, 12246, 19627, 19908]);
		expect(get(roadmap, "US-004").warnings.join()).toContain("Critical - Blocking daemon operation");
	});

	test("the next item is the first in progress, then the first planned one that waits for nothing", () => {
		expect(chooseNext(roadmap.items, NOTHING).item?.id).toBe("US-005");
		const setAside = new Set(["US-005", "PRIORITY 1"]);
		expect(chooseNext(roadmap.items, { ...NOTHING, setAside }).item?.line).toBe(139);
		const finished = new Set(["US-022", "US-023", "US-024", "US-011"]);
		expect(chooseNext(roadmap.items, { finished, setAside }).item?.id).toBe("US-012");
	});
});

describe("coffee-maker-290k.md", () => {
	test("has these 13 items, of which PRIORITY 3 stands three times and PRIORITY 4 twice", () => {
		const roadmap = parseShared("coffee-maker-290k.md");
		expect(rows(roadmap)).toEqual([
			"877 PRIORITY 3 planned",
			"1541 PRIORITY 4 planned",
			"3483 PRIORITY 1 in-progress",
			"3545 PRIORITY 1.5 planned",
			"3665 PRIORITY 2 in-progress",
			"4125 PRIORITY 3 in-progress",
			"6489 PRIORITY 2.5 planned",
			"6780 PRIORITY 3 planned",
			"6846 PRIORITY 3.5 planned",
			"7219 PRIORITY 4 planned",
			"7292 PRIORITY 5 planned",
			"7335 PRIORITY 6 planned",
			"7534 PRIORITY 7 planned",
		]);
		expect(chooseNext(roadmap.items, NOTHING).item?.id).toBe("PRIORITY 1");
	});
});

describe("the sample roadmaps", () => {
	test("sample_roadmap.md: five items with their fields, and the next one", () => {
		const roadmap = parseShared("sample_roadmap.md");
		expect(rows(roadmap)).toEqual([
			"11 PRIORITY 1 done",
			"26 PRIORITY 2 planned",
			"54 PRIORITY 3 planned",
			"67 PRIORITY 4 planned",
			"80 PRIORITY 5 blocked",
		]);
		expect(get(roadmap, "PRIORITY 2")).toMatchObject({
			title: "First Feature",
			estimate: "2 hours",
			deliverables: ["Create src/feature1.py", "Add calculate() function", "Create tests/test_feature1.py"],
			endLine: 53,
			warnings: [],
		});
		expect(chooseNext(roadmap.items, NOTHING).item?.id).toBe("PRIORITY 2");
	});

	test("sample_roadmap_invalid.md: reads what has a number and tells of what has not", () => {
		const roadmap = parseShared("sample_roadmap_invalid.md");
		expect(rows(roadmap)).toEqual(["22 PRIORITY 1 unknown", "25 PRIORITY 2 unknown", "28 PRIORITY 3 unknown"]);
		expect(roadmap.items.map((item) => item.title)).toEqual(["Without Status", "PRIORITY 2", "PRIORITY 3"]);
		for (const item of roadmap.items) expect(item.warnings.join()).toContain("has no status");
		expect(roadmap.warnings.map((warning) => warning.split(":")[0])).toEqual([
			"Line 8",
			"Line 11",
			"Line 14",
			"Line 31",
		]);
	});

	test("sample_roadmap_empty.md: no item, and a sentence that says so", () => {
		const { items, warnings } = parseShared("sample_roadmap_empty.md");
		expect(items).toEqual([]);
		expect(warnings).toEqual([expect.stringMatching(/^No item was found; add a heading/)]);
	});
});

describe.each(["coffee-maker-775k.md", "coffee-maker-290k.md", "sample_roadmap.md", "sample_roadmap_invalid.md"])(
	"%s",
	(name) => {
		// The other parser takes seconds for the largest.
		test("every item is a heading for another CommonMark parser too, and no heading that names one is missing", {
			timeout: 120_000,
		}, () => {
			const text = readFileSync(sharedFile(name), "utf8");
			const lines = text.split("\n");
			const headings = unified()
				.use(remarkParse)
				.parse(text)
				.children.flatMap((node) =>
					node.type === "heading" && [2, 3].includes(node.depth) ? (node.position?.start.line ?? []) : [],
				);
			const items = parseRoadmap(text).items.map((item) => item.line);
			expect(headings).toEqual(expect.arrayContaining(items));
			const starts =
				/^#+ (?:\P{L}|PLANNED:|READY TO IMPLEMENT:|RECENTLY COMPLETED:|CRITICAL:|HIGH IMPACT:|NEXT PRIORITY:)*(?:PRIORITY \d|US-\d)/u;
			expect(headings.filter((line) => starts.test(lines[line - 1] ?? ""))).toEqual(items);
		});
	},
);
