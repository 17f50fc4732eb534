import { describe, expect, test } from "vitest";
import type { RoadmapItemDetail, RoadmapStatus } from "../../../server/contract/roadmap.ts";
import { parseRoadmap } from "../../../server/roadmap/parse-roadmap.ts";

function item(...lines: string[]): RoadmapItemDetail {
	const [first] = parseRoadmap(["### US-1: Title", ...lines].join("\n")).items;
	if (!first) throw new Error("no item");
	return first;
}

describe("status", () => {
	test.each<[string, RoadmapStatus]>([
		["**Status**: ✅ Complete (was Planned)", "done"],
		["**Status**: ❌ Not planned", "cancelled"],
		["**Status**: Not planned", "cancelled"],
		["**Status**: 📝 **PLANNED** (Created: 2025-10-11)", "planned"],
		["**Status**: 🔄 Partially Complete - dates are missing", "in-progress"],
		["**Status**: Partially complete", "in-progress"],
		["**Status**: ⏸️ Deferred until US-006 complete", "blocked"],
		["**Status**: ⏸ Deferred", "blocked"],
		["**Status**: 🚧 waits for the vendor", "blocked"],
		["**Status**: ✅ Assigned to PRIORITY 6.5", "done"],
		["**Status**: 🧪 In progress", "in-progress"],
		["**Status**: not started", "planned"],
		["**Status**: done", "done"],
		["**Status:** Cancelled", "cancelled"],
		["**status** : Blocked", "blocked"],
		["__Status__: Blocked", "blocked"],
		["- **Status**: Blocked", "blocked"],
		["**Goal**: x\n**Status**: Blocked\n**Impact**: y", "blocked"],
		["Status: Blocked", "unknown"],
		["**Current Status**: Blocked", "unknown"],
		["The **Status**: Blocked", "unknown"],
		["`**Status**: Blocked`", "unknown"],
		["> **Status**: Blocked", "unknown"],
		["1. Part\n   - **Status**: Blocked", "unknown"],
		["```\n**Status**: Blocked\n```", "unknown"],
		["**Status**: Incomplete", "unknown"],
		["**Status**:", "unknown"],
	])("%s", (line, status) => {
		expect(item(line).status).toBe(status);
	});

	test("the first field counts, and wins over the heading with a warning", () => {
		const [first] = parseRoadmap("### US-1: T 📝 Planned\n**Status**: ✅ Done\n**Status**: 🔄 Again\n").items;
		expect(first).toMatchObject({
			status: "done",
			warnings: ["The heading says planned, the Status field says done; the field counts."],
		});
		expect(parseRoadmap("### US-1: T 📝 Planned\n**Status**: Planned for May\n").items[0]?.warnings).toEqual([]);
	});

	test("a status that is not understood is told, and the heading's counts", () => {
		const [first] = parseRoadmap("### US-1: T 📝 Planned\n**Status**: 🚨 Critical\n").items;
		expect(first?.status).toBe("planned");
		expect(first?.warnings).toEqual([expect.stringContaining('"🚨 Critical" is not understood')]);
	});

	test("a status below a sub-heading is that of a part, and counts only without any other", () => {
		const part = "#### Phase 1\n**Status**: ✅ Done\n";
		expect(parseRoadmap(`### US-1: T 📝 Planned\n${part}`).items[0]?.status).toBe("planned");
		expect(parseRoadmap(`### US-1: T\n${part}`).items[0]?.status).toBe("done");
	});

	test("without a status the item says that it is never chosen", () => {
		expect(item("text").warnings).toEqual([expect.stringContaining("US-1 has no status, so it is never chosen")]);
	});
});

test.each([
	["**Estimated Effort**: 3-5 story points (1 week)", "3-5 story points (1 week)"],
	["**Estimated Duration**: 3-4 weeks **per project**", "3-4 weeks per project"],
	["**Estimate:** 2h", "2h"],
	["**Duration**: 1 day", "1 day"],
	["**Estimated Cost**: 5 €", null],
	["**Estimate**:", null],
])("estimate of %s", (line, estimate) => {
	expect(item(line).estimate).toBe(estimate);
});

describe("dependencies", () => {
	test.each<[string, string[]]>([
		["**Depends on**: US-2, PRIORITY 2", ["US-2", "PRIORITY 2"]],
		["**Depends On**:\n- US-006 (Chat UX) - interactive chat\n- Section 3.1 (User role)", ["US-006"]],
		[
			"**Dependencies**: PRIORITY 1 (Daemon), PRIORITY 2 (CLI), PRIORITY 3 (Package)",
			["PRIORITY 1", "PRIORITY 2", "PRIORITY 3"],
		],
		[
			"**Dependency**: after the dashboards (PRIORITY 5, 5.5, 6) and PRIORITY 3 is stable",
			["PRIORITY 5", "PRIORITY 5.5", "PRIORITY 6", "PRIORITY 3"],
		],
		["**Dependency**: Recommended after Streamlit apps (Priorities 3 & 4)", ["PRIORITY 3", "PRIORITY 4"]],
		["**Depends on**: us-2/US-002", ["US-2"]],
		["**Depends on**: PRIORITY 2, 3 days later", ["PRIORITY 2"]],
		["**Dependency**: None (can start right after US-014)", []],
		["**Dependency**: - ", []],
		["**Blocks**: US-2", []],
	])("%s", (line, ids) => {
		expect(item(line).dependsOn).toEqual(ids);
	});

	test("on nothing that can be found are told", () => {
		expect(item("**Status**: Planned", "**Depends on**: US-9").warnings).toEqual([
			"It depends on US-9, which is not in this roadmap.",
		]);
		expect(item("**Status**: Planned", "**Depends on**: the vendor").warnings).toEqual([
			'The dependency "the vendor" names no item, so US-1 does not wait for it.',
		]);
		const self = item("**Status**: Planned", "**Depends on**: US-1");
		expect(self).toMatchObject({ dependsOn: [], warnings: ["It names itself as a dependency, which is passed over."] });
	});

	test("in a circle are told at each of its items", () => {
		const { items } = parseRoadmap(
			"## US-1: A 📝\n**Depends on**: US-2\n## US-2: B 📝\n**Depends on**: PRIORITY 3\n## PRIORITY 3: US-4 - C 📝\n**Depends on**: US-1\n## US-5: D 📝\n**Depends on**: US-4\n",
		);
		const told = items.filter((one) =>
			one.warnings.join().includes("waits for itself: US-1 → US-2 → PRIORITY 3 → US-1"),
		);
		expect(told.map((one) => one.id)).toEqual(["US-1", "US-2", "PRIORITY 3"]);
	});
});

test.each<[string, string[]]>([
	["**Deliverables**:\n- ✅ Create `a.py`\n- [x] **Two** words\n  - a part of it", ["Create a.py", "Two words"]],
	["**Deliverables** (minimal set):\n1. One", ["One"]],
	["**MVP Deliverables** ✅ **100% COMPLETE**:\n* One", ["One"]],
	["**Deliverable**: Web interface", ["Web interface"]],
	["- **Deliverables**:\n  - One\n  - Two", ["One", "Two"]],
	["**Deliverables**:\n\nJust text.", []],
])("deliverables of %s", (lines, deliverables) => {
	expect(item(lines).deliverables).toEqual(deliverables);
});

test("tasks are task list items at any depth, but not in code or quotations", () => {
	const { tasks } = item(
		"- [ ] first",
		"- [x] second with `code`",
		"  1. [X] nested",
		"- [ ]none",
		"- plain [ ] text",
		"",
		"```",
		"- [ ] code",
		"```",
		"> - [ ] quoted",
	);
	expect(tasks).toEqual([
		{ text: "first", done: false },
		{ text: "second with code", done: true },
		{ text: "nested", done: true },
	]);
});

test("acceptance commands are the code of Verify fields, or the block of commands below one", () => {
	const { verify, steps, warnings } = item(
		"**Status**: Planned",
		"**Verify**: `npm test` and `npm run check`",
		"",
		"- **Verify**: `sh check.sh`",
		"",
		"**Verify**:",
		"```sh",
		"make",
		"make check",
		"```",
		"",
		"**Verify**: look at it",
	);
	expect(verify).toEqual(["npm test", "npm run check", "sh check.sh", "make\nmake check"]);
	expect(steps).toEqual([]);
	expect(warnings).toEqual([expect.stringContaining("Verify has no command")]);
});
