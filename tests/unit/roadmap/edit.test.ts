import { describe, expect, test } from "vitest";
import type { NightshiftError } from "../../../server/contract/errors.ts";
import type { WritableStatus } from "../../../server/contract/roadmap.ts";
import { applyEdit } from "../../../server/roadmap/edit/apply-edit.ts";
import type { RoadmapEdit } from "../../../server/roadmap/edit/edit-types.ts";
import { parseRoadmap } from "../../../server/roadmap/parse-roadmap.ts";

async function edit(text: string, change: RoadmapEdit): Promise<string> {
	return (await applyEdit({ file: "ROADMAP.md", text, roadmap: parseRoadmap(text) }, change)).text;
}
function refused(text: string, change: RoadmapEdit): Promise<string> {
	return edit(text, change).then(
		(now) => `wrote ${now}`,
		({ message }: NightshiftError) => message,
	);
}
const status = (to: WritableStatus, ref = "US-1"): RoadmapEdit => ({ edit: "status", ref, status: to });
const move = (ref: string, before: string | null): RoadmapEdit => ({ edit: "move", ref, before });

describe("a status", () => {
	test.each<[string, WritableStatus, string]>([
		["📝 Planned", "done", "✅ Done"],
		["📝 **PLANNED** (Created: 2025-10-11)", "in-progress", "🔄 **IN PROGRESS** (Created: 2025-10-11)"],
		["planned", "blocked", "blocked"],
		["Planned", "in-progress", "In progress"],
		["✅", "cancelled", "❌"],
		["⏸️ Blocked  ", "planned", "📝 Planned  "],
		["✅ Assigned to US-7", "planned", "📝 Planned - Assigned to US-7"],
		["📝 Complete documentation", "done", "✅ Done - Complete documentation"],
		["🚨 Critical", "done", "Done - 🚨 Critical"],
		["🧪 In progress", "done", "🧪 Done"],
		["", "planned", "Planned"],
	])("in a field, '%s' → %s: '%s'", async (before, to, after) => {
		expect(await edit(`## US-1: T\n**Status**: ${before}\nMore\n`, status(to))).toBe(
			`## US-1: T\n**Status**: ${after}\nMore\n`,
		);
	});

	test.each<[string, WritableStatus, string]>([
		["### US-1: T 📝 Planned", "done", "### US-1: T ✅ Done"],
		["### ✅ **US-1: T** x", "planned", "### 📝 **US-1: T** x"],
		["## 📝 PLANNED: US-1 - T", "blocked", "## ⏸️ BLOCKED: US-1 - T"],
		["## PLANNED: US-1 - T", "done", "## DONE: US-1 - T"],
		["### US-1: T (✅ COMPLETE)", "in-progress", "### US-1: T (🔄 IN PROGRESS)"],
		["### US-1: Show ✅ in the list 📝 Planned", "done", "### US-1: Show ✅ in the list ✅ Done"],
	])("in a heading, %s → %s", async (before, to, after) => {
		expect(await edit(`${before}\r\n\r\ntext`, status(to))).toBe(`${after}\r\n\r\ntext`);
	});

	test("in both, so that they agree", async () => {
		const text = "### US-1: T 📝 Planned\n**Status**: 🔄 In Progress\n";
		expect(await edit(text, status("done"))).toBe("### US-1: T ✅ Done\n**Status**: ✅ Done\n");
		expect(await edit(text, status("in-progress"))).toBe("### US-1: T 🔄 In Progress\n**Status**: 🔄 In Progress\n");
	});

	test("in neither: a field is added as the document writes its others", async () => {
		const other = "## US-2: Other\n\n**Status:** 📝 planned\n";
		expect(await edit(`## US-1: T\n\nText\n\n${other}`, status("done"))).toBe(
			`## US-1: T\n\n**Status:** ✅ Done\n\nText\n\n${other}`,
		);
		expect(await edit("## US-1: T", status("planned"))).toBe("## US-1: T\n\n**Status**: Planned");
		expect(await edit("## US-1: T\r\nText", status("planned"))).toBe("## US-1: T\r\n**Status**: Planned\r\n\r\nText");
		expect(await edit("US-1: T\n------\n", status("planned"))).toBe("US-1: T\n------\n**Status**: Planned\n");
	});

	test("of the item and not of a part of it, a quotation or a code block", async () => {
		const part = "#### Phase\n**Status**: ✅ Done\n\n> **Status**: quoted\n\n```\n**Status**: code\n```\n";
		expect(await edit(`## US-1: T\n\n${part}`, status("planned"))).toBe(
			`## US-1: T\n\n**Status**: 📝 Planned\n\n${part}`,
		);
	});

	test("of one of two with the same id", async () => {
		const text = "## US-1: A\n**Status**: Planned\n## US-1: B\n**Status**: Planned\n";
		expect(await edit(text, status("done", "US-1@3"))).toBe(
			"## US-1: A\n**Status**: Planned\n## US-1: B\n**Status**: Done\n",
		);
	});

	test("that is there already is told, and not reported as written", async () => {
		expect(await refused("## US-1: T\n**Status**: ✅ Done\n", status("done"))).toBe(
			"US-1 is done already, so nothing was written.",
		);
	});
});

describe("an estimate", () => {
	const set = (estimate: string | null): RoadmapEdit => ({ edit: "estimate", ref: "US-1", estimate });

	test("replaces the one that is there, is added below the status, and is taken away with its line", async () => {
		const text = "## US-1: T\n- **Status**: Planned\n- **Goal**: x\n";
		const added = await edit(text, set("2 days"));
		expect(added).toBe("## US-1: T\n- **Status**: Planned\n- **Estimate**: 2 days\n- **Goal**: x\n");
		const changed = await edit(added, set("3 *days*"));
		expect(changed).toContain("- **Estimate**: 3 \\*days\\*\n");
		expect(await edit(changed, set(null))).toBe(text);
		expect(await refused(text, set(null))).toBe("US-1 has no estimate of its own, so nothing was written.");
		expect(await refused(added, set("2 days"))).toBe("US-1 has this estimate already, so nothing was written.");
	});

	test("is called as the document calls it", async () => {
		const text = "## US-1: T\n**Status**: Planned\n## US-2: U\n**Estimated Effort:** a week\n";
		expect(await edit(text, set("1 h"))).toContain("**Status**: Planned\n**Estimated Effort:** 1 h\n");
	});
});

describe("moving an item", () => {
	const [ONE, TWO, THREE] = [1, 2, 3].map((id) => `## US-${id}: T\n**Status**: Planned\n\n---\n\n`) as [
		string,
		string,
		string,
	];

	test("takes its section with the items and separators in it", async () => {
		const sub = "### US-9: Sub\n**Status**: Done\n\n";
		expect(await edit(`# Plan\n\n${ONE}${TWO}${sub}${THREE}`, move("US-2", "US-1"))).toBe(
			`# Plan\n\n${TWO}${sub}${ONE}${THREE}`,
		);
		expect(await edit(ONE + TWO + THREE, move("US-1", "US-3"))).toBe(TWO + ONE + THREE);
	});

	test("to the end and from there leaves the end of the file as it was", async () => {
		const last = "## US-4: T\n**Status**: Planned";
		const moved = `${TWO}${last}\n\n---\n\n${ONE.replace("\n\n---\n\n", "")}`;
		expect(await edit(ONE + TWO + last, move("US-1", null))).toBe(moved);
		expect(await edit(moved, move("US-1", "US-2"))).toBe(ONE + TWO + last);
	});

	test("to the end stays before what is no item", async () => {
		const end = "## Appendix\nwords\n";
		expect(await edit(`${ONE}${TWO}${end}`, move("US-1", null))).toBe(`${TWO}${ONE}${end}`);
	});

	test("that would make it a part of another, or stands there already, is refused", async () => {
		const sub = "### US-9: Sub\n**Status**: Done\n\n";
		expect(await refused(ONE + sub + TWO + THREE, move("US-3", "US-9"))).toMatch(/^US-3 cannot be moved before US-9/);
		expect(await refused(ONE + TWO + sub + THREE, move("US-9", "US-2"))).toMatch(/would become a part of another/);
		expect(await refused(ONE + TWO + sub, move("US-2", "US-9"))).toMatch(/before itself, or before a part of itself/);
		expect(await refused(ONE + TWO, move("US-1", "US-2"))).toBe(
			"US-1 stands right before US-2 already, so nothing was written.",
		);
		expect(await refused(ONE + TWO, move("US-2", null))).toBe("US-2 is the last already, so nothing was written.");
		expect(await refused(ONE, move("US-1", "US-8"))).toMatch(/has no item "US-8"/);
	});
});

describe("a new item", () => {
	const add = (more: object = {}): RoadmapEdit => ({ edit: "add", title: "New", ...more });

	test("has the next free id of the document's kind, and the looks of its neighbour", async () => {
		const text = "### 🎯 [US-009] First\n\n**Status**: 📝 Planned\n\n---\n\n### US-012 - Second ✅\n\nText\n";
		expect(await edit(text, add({ after: "US-9", body: "Words\n" }))).toContain(
			"---\n\n### [US-013]: New\n\n**Status**: 📝 Planned\n\nWords\n\n---\n\n### US-012",
		);
		expect(await edit(text, add({ status: "blocked" }))).toBe(
			`${text.trimEnd()}\n\n---\n\n### US-013 - New ⏸️ Blocked\n`,
		);
	});

	test("keeps the line endings and the missing end of the last line", async () => {
		expect(await edit("## **PRIORITY 2.5: Old**\r\n\r\n**Status**: Done", add({ body: "a\nb" }))).toBe(
			"## **PRIORITY 2.5: Old**\r\n\r\n**Status**: Done\r\n\r\n## **PRIORITY 3: New**\r\n\r\n**Status**: Planned\r\n\r\na\r\nb",
		);
	});

	test("is the first in a document without any", async () => {
		expect(await edit("", add())).toBe("## US-1: New\n\n**Status**: 📝 Planned\n");
		expect(await edit("# Plan", add())).toBe("# Plan\n\n## US-1: New\n\n**Status**: Planned\n");
		expect(await edit("# Plan\n\n", add())).toBe("# Plan\n\n## US-1: New\n\n**Status**: Planned\n");
	});

	test("is refused when the file would say something else than was asked", async () => {
		const text = "## US-1: T\n**Status**: Planned\n";
		for (const wrong of [
			{ body: "## Another heading" },
			{ body: "```\nnever closed" },
			{ body: "### US-7: Hidden\n**Status**: Planned" },
			{ title: "📝 Planned" },
			{ title: "US-7: Two ids" },
		]) {
			expect(await refused(text, add(wrong)), JSON.stringify(wrong)).toMatch(/cannot be added like this/);
		}
		expect(await refused(text, add({ id: "us-01" }))).toBe(
			'US-01 is taken by "T" on line 1; choose another id, or leave it out.',
		);
		expect(await refused(text, add({ id: "first" }))).toMatch(/is no id; write one such as US-12/);
		expect(await edit(text, add({ id: "PRIORITY 3" }))).toContain("## PRIORITY 3: New");
	});
});
