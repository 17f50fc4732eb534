import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { RunStatus } from "../../../server/contract/work.ts";
import type { Database } from "../../../server/db/open.ts";
import { askQuestion } from "../../../server/inbox/ask-question.ts";
import { daemonConfig, node } from "../../support/daemon-config.ts";
import { startDashboard } from "../../support/dashboard.ts";
import { NAME, RoadmapRig } from "./rig.ts";

const item = (id: string, status: string, more = "") => `## ${id}: Title of ${id}\n\n**Status**: ${status}\n${more}\n`;
const FIVE = ["US-1", "US-2", "US-3", "US-4", "US-5"].map((id) => item(id, "📝 Planned")).join("");

/** A run as the daemon writes it. */
function addRun(rig: RoadmapRig, id: string, status: RunStatus, more: object = {}): Promise<unknown> {
	const place = { branch: `nightshift/${id}`, worktree: "/none", baseCommit: "abc", workspace: rig.workspace };
	return rig.withDatabase(({ prisma }: Database) =>
		prisma.run.create({ data: { daemon: NAME, item: id, title: `Title of ${id}`, status, ...place, ...more } }),
	);
}

test("shows the items as parsed, with the next one and a version of the bytes", async () => {
	const text = `# Plan\n\n${item("US-1", "✅ Done")}${item("US-2", "📝 Planned", "\n- [x] one\n- [ ] two\n")}`;
	const rig = await RoadmapRig.start(text);
	const view = await rig.view();
	expect(view).toMatchObject({
		daemon: NAME,
		file: join(rig.workspace, "ROADMAP.md"),
		next: { ref: "US-2" },
		warnings: [],
	});
	expect(view.items).toMatchObject([
		{ ref: "US-1", status: "done", shown: "done", run: null, aside: null, next: false, tickets: [], line: 3 },
		{ ref: "US-2", status: "planned", shown: "planned", tasks: { done: 1, total: 2 } },
	]);
	await rig.write(text.replace("one", "One"));
	expect((await rig.view()).version).not.toBe(view.version);
	await rig.write(text);
	expect((await rig.view()).version).toBe(view.version);
});

test("shows an item's section, tasks and runs, the newest first", async () => {
	const rig = await RoadmapRig.start(
		`${item("US-1", "📝 Planned", "\n**Verify**: `npm test`\n\n- [ ] a task\n")}# End\n`,
	);
	await addRun(rig, "US-1", "retried", { reason: "it failed" });
	await addRun(rig, "US-1", "running", { cost: 0.25, currency: "USD" });
	const detail = await rig.item("US-1");
	expect(detail).toMatchObject({
		verify: ["npm test"],
		endLine: 8,
		tasks: [{ text: "a task", done: false }],
		shown: "working",
	});
	expect(detail.runs.map((run) => run.status)).toEqual(["running", "retried"]);
	expect(detail.run).toMatchObject({ status: "running", cost: 0.25, currency: "USD", branch: "nightshift/US-1" });
	expect(detail.body).toContain("**Verify**: `npm test`");
});

test("the work on an item comes first, then the person's decision, then the document", async () => {
	const rig = await RoadmapRig.start(FIVE + item("US-6", "✅ Done") + item("US-7", "📝 Planned"));
	await addRun(rig, "US-1", "running");
	await addRun(rig, "US-2", "parked", { waitsFor: "Q-1" });
	await addRun(rig, "US-3", "review");
	await addRun(rig, "US-4", "done", { outcome: "kept" });
	await addRun(rig, "US-5", "failed", { reason: "The tests fail." });
	await addRun(rig, "US-6", "done", { outcome: "merged" });
	await rig.call("/items/US-1/aside", { aside: true, reason: "later" });
	await rig.call("/items/US-7/aside", { aside: true, reason: "not now" });
	const view = await rig.view();
	expect(view.items.map(({ shown, aside }) => [shown, aside])).toEqual([
		["working", "later"],
		["parked", null],
		["review", null],
		["finished", null],
		["aside", "The tests fail."],
		["done", null],
		["aside", "not now"],
	]);
	expect(view.next).toEqual({
		why: "All that is left is in work or waits for you: US-1, US-2 and US-3; set aside: US-5 and US-7.",
	});
});

test("warns of merged work of which the file says nothing", async () => {
	const rig = await RoadmapRig.start(item("US-1", "📝 Planned"));
	await addRun(rig, "US-1", "done", { outcome: "merged" });
	expect(await rig.entry("US-1")).toMatchObject({
		shown: "finished",
		warnings: [expect.stringContaining("Its work is merged, and the file still says planned")],
	});
});

test("lists the open questions of each item, by id or alias", async () => {
	const rig = await RoadmapRig.start(item("PRIORITY 1: US-9 -", "📝 Planned") + item("US-2", "📝 Planned"));
	await rig.withDatabase(async (db) => {
		await askQuestion(db, { daemon: NAME, kind: "text", title: "Which?", task: "US-9" });
		await askQuestion(db, { daemon: "another", kind: "text", title: "Which?", task: "US-2" });
	});
	expect((await rig.view()).items.map(({ tickets }) => tickets)).toEqual([["Q-1"], []]);
});

describe("two items with one id", () => {
	const TWICE = "## US-1: First\n\n**Status**: 📝 Planned\n\n## US-1: Second\n\n**Status**: 📝 Planned\n";

	test("have refs of their own, runs of their own, and marks that stay with them when lines are added", async () => {
		const rig = await RoadmapRig.start(TWICE);
		await addRun(rig, "US-1", "done", { title: "Second", outcome: "kept" });
		await rig.call("/items/US-1@1/aside", { aside: true });
		const shown = async () => (await rig.view()).items.map((one) => [one.ref, one.shown]);
		expect(await shown()).toEqual([
			["US-1@1", "aside"],
			["US-1@5", "finished"],
		]);
		expect((await rig.item("US-1@5")).runs).toHaveLength(1);
		expect((await rig.item("US-1@1")).runs).toHaveLength(0);
		await rig.write(`# Plan\n\n${TWICE}`);
		expect(await shown()).toEqual([
			["US-1@3", "aside"],
			["US-1@7", "finished"],
		]);
	});
});

describe("marks", () => {
	test("set an item aside with a reason, and take it up again, also after a failure", async () => {
		const rig = await RoadmapRig.start(FIVE);
		const before = await rig.text();
		await rig.call("/items/US-1/aside", { aside: true, reason: "waits for the vendor" });
		expect(await rig.entry("US-1")).toMatchObject({ shown: "aside", aside: "waits for the vendor", status: "planned" });
		expect((await rig.view()).next).toEqual({ ref: "US-2" });
		await addRun(rig, "US-2", "failed");
		expect((await rig.view()).next).toEqual({ ref: "US-3" });
		for (const id of ["US-1", "US-2"]) await rig.call(`/items/${id}/aside`, { aside: false });
		expect(await rig.entry("US-1")).toMatchObject({ shown: "planned", aside: null });
		expect(await rig.entry("US-2")).toMatchObject({ shown: "planned", run: { status: "retried" } });
		expect((await rig.view()).next).toEqual({ ref: "US-1" });
		expect(await rig.text()).toBe(before);
	});

	test("put an item before all others, the last one that was put there first, and tell what it waits for", async () => {
		const rig = await RoadmapRig.start(FIVE + item("US-6", "📝 Planned", "\n**Depends on**: US-5\n"));
		await rig.call("/items/US-3/next", { next: true });
		await rig.call("/items/US-4/next", { next: true });
		expect((await rig.view()).next).toEqual({ ref: "US-4" });
		await rig.call("/items/US-6/next", { next: true });
		expect((await rig.view()).next).toEqual({ ref: "US-4" });
		expect(await rig.entry("US-6")).toMatchObject({
			next: true,
			warnings: ["US-6 was put first, but it waits for US-5 (planned)."],
		});
		await rig.call("/items/US-4/next", { next: false });
		expect((await rig.view()).next).toEqual({ ref: "US-3" });
		await rig.call("/items/US-3/aside", { aside: true });
		expect(await rig.entry("US-3")).toMatchObject({ next: false, shown: "aside" });
		await rig.call("/items/US-3/next", { next: true });
		expect(await rig.entry("US-3")).toMatchObject({ next: true, aside: null });
	});

	test("stay when the dashboard's database is read by somebody else, and are those of this workspace alone", async () => {
		const rig = await RoadmapRig.start(FIVE);
		await rig.call("/items/US-1/aside", { aside: true });
		const rows = await rig.withDatabase(({ prisma }) => prisma.itemMark.findMany());
		expect(rows).toMatchObject([{ daemon: NAME, workspace: rig.workspace, item: "US-1", aside: true, next: false }]);
		await rig.withDatabase(({ prisma }) => prisma.itemMark.updateMany({ data: { workspace: "/another" } }));
		expect(await rig.entry("US-1")).toMatchObject({ shown: "planned" });
	});
});

describe("says in one sentence", () => {
	test("that there is no such daemon, roadmap or item", async () => {
		const rig = await RoadmapRig.start(null);
		const refused = async (path: string, body?: object) => {
			const answer = await rig.call<{ code: string; detail: string }>(path, body);
			expect(answer.body.detail).toMatch(/^[^\n]+\.$/);
			return [answer.status, answer.body.code];
		};
		expect(await refused("")).toEqual([404, "not-found"]);
		await rig.write(FIVE, "docs/ROADMAP.md");
		expect((await rig.view()).file).toBe(join(rig.workspace, "docs/ROADMAP.md"));
		expect(await refused("/items/US-77")).toEqual([404, "unknown-item"]);
		expect(await refused("/items/US-77/aside", { aside: true })).toEqual([404, "unknown-item"]);
		expect(await refused("/items/US-1/aside", {})).toEqual([400, "bad-request"]);
	});

	test("that a daemon is no developer", async () => {
		const { api } = await startDashboard([daemonConfig(node("sleeper.mjs"), { workspace: "/tmp" })]);
		const { status, body } = await api("/daemons/worker/roadmap");
		expect([status, body.code, body.detail]).toEqual([
			404,
			"not-found",
			"worker has no roadmap, because it is no code-developer.",
		]);
	});
});
