import { readFile } from "node:fs/promises";
import { expect, onTestFinished, test } from "vitest";
import { loadConfig } from "../../../server/config/load.ts";
import type { Question } from "../../../server/contract/question.ts";
import type { RoadmapView, RunSummary } from "../../../server/contract/work.ts";
import { startDashboard, type TestDashboard } from "../../support/dashboard.ts";
import { carriersOf, end } from "../../support/processes.ts";
import { eventually } from "../../support/wait.ts";
import { sharedFile } from "../../unit/roadmap/shared-file.ts";
import { fingerprint, git, makeRepository, NAME, Rig } from "./rig.ts";

/** The first five items that a real roadmap has to do, in that order, and what the agent does about each. */
const OUTAGE = "PRIORITY 1: Analytics";
const PARKED = "PRIORITY 2: Roadmap Management";
const REPAIRED = "PRIORITY 3: Basic Autonomous";
const POISON = "PRIORITY 1.5: Database";
/** It depends on the first, whose branch is not merged when it is taken. */
const SMOOTH = "PRIORITY 3: Streamlit Analytics";

const write = (name: string, text: string) => ["write", `work/${name}.txt`, `${text}\n`];
const PLAY = [
	[
		[
			"of",
			[
				OUTAGE,
				[
					[
						"once",
						"../nth-of-outage",
						[["fail", "API Error: 529 overloaded_error"]],
						[write("one", "fine"), ["usage", 9_000, 0.25], ["say", "One is done."]],
					],
				],
			],
			[PARKED, [["ask", "npm publish"], write("two", "fine"), ["say", "Two is published."]]],
			[
				REPAIRED,
				[["once", "../nth-of-repaired", [write("three", "BROKEN")], [write("three", "fine"), ["say", "Mended."]]]],
			],
			[POISON, [["die", 9]]],
			[SMOOTH, [["tool", "Read the code", "completed", "read"], write("five", "fine"), ["say", "Five is done."]]],
			["PRIORITY", [["linger"]]],
		],
	],
];

test("five items of a real roadmap: an outage, a question that is answered after everything was restarted, a check that is sent back, an item that ends every agent; the repository, the inbox and the record agree", {
	timeout: 240_000,
}, async () => {
	const workspace = await makeRepository({
		"ROADMAP.md": await readFile(sharedFile("coffee-maker-290k.md"), "utf8"),
		"work/.keep": "",
	});
	const rig = await Rig.acting(workspace, PLAY, "resume", {
		work: { review: true, parkAfter: "300ms", verify: ["! grep -rq BROKEN work"] },
	});
	const isRun = (title: string) => (run: RunSummary) => `${run.item}: ${run.title}`.startsWith(title);
	const one = (answered: TestDashboard, title: string, status: RunSummary["status"]) =>
		eventually(async () => (await runsOf(answered)).find((run) => isRun(title)(run) && run.status === status));

	const first = await openDashboard(rig);
	const before = await fingerprint(workspace);
	await first.api(`/daemons/${NAME}/start`, { method: "POST" });
	expect((await one(first, OUTAGE, "review")).cost).toBeCloseTo(0.25);
	const { waitsFor } = await one(first, PARKED, "parked");
	await one(first, REPAIRED, "review");
	await one(first, POISON, "failed");
	await one(first, SMOOTH, "review");
	expect(await fingerprint(workspace)).toEqual(before); // all of it in worktrees

	// Everything goes down: the dashboard is closed, and the daemon and all it started are killed.
	await first.close();
	for (const { pid } of await carriersOf(await instanceOf(rig))) end(pid);
	const second = await openDashboard(rig);
	expect((await one(second, PARKED, "parked")).waitsFor).toBe(waitsFor);
	await answer(second, waitsFor, { answer: "yes" });
	await second.api(`/daemons/${NAME}/start`, { method: "POST" });
	await one(second, PARKED, "review");

	// In the morning the person looks through what is there.
	for (const title of [OUTAGE, REPAIRED, SMOOTH]) {
		await answer(second, (await one(second, title, "review")).waitsFor, { answer: "merge" });
		await one(second, title, "done");
	}
	await answer(second, (await one(second, PARKED, "review")).waitsFor, { answer: "keep" });
	await one(second, PARKED, "done");
	const aside = (await questions(second, "pending")).find(({ title }) => title.includes("was set aside"));
	await answer(second, aside?.ticket ?? null, { answer: "leave" });

	// The repository: three merges, each with its file and the roadmap's mark; a branch that was kept; nothing of the other.
	const merges = (await git(workspace, "log", "--merges", "--format=%s")).split("\n");
	expect(merges).toHaveLength(3);
	for (const [file, text] of [
		["one", "fine"],
		["three", "fine"],
		["five", "fine"],
	]) {
		expect(await git(workspace, "show", `HEAD:work/${file}.txt`)).toBe(text);
	}
	const runs = await runsOf(second);
	const kept = runs.find(isRun(PARKED));
	expect(await git(workspace, "show", `${kept?.branch}:work/two.txt`)).toBe("fine");
	await expect(git(workspace, "cat-file", "-e", "HEAD:work/two.txt")).rejects.toThrow();
	expect(await git(workspace, "status", "--porcelain")).toBe("");

	// The record: one run an item, with what became of it; the outage cost nothing, the poison three attempts.
	const told = Object.fromEntries(runs.map((run) => [`${run.item}: ${run.title}`, [run.status, run.outcome]]));
	const find = (title: string) => Object.entries(told).find(([name]) => name.startsWith(title))?.[1];
	expect(find(OUTAGE)).toEqual(["done", "merged"]);
	expect(find(PARKED)).toEqual(["done", "kept"]);
	expect(find(REPAIRED)).toEqual(["done", "merged"]);
	expect(find(POISON)).toEqual(["failed", null]);
	expect(find(SMOOTH)).toEqual(["done", "merged"]);
	const rows = await rig.db.prisma.run.findMany({ include: { turns: { include: { calls: true } }, checks: true } });
	const row = (title: string) => rows.find((run) => `${run.item}: ${run.title}`.startsWith(title));
	expect(row(POISON)).toMatchObject({ reason: expect.stringContaining("3 attempts brought nothing new.") });
	expect(row(POISON)?.turns).toHaveLength(3);
	expect(row(REPAIRED)?.checks.map(({ ok }) => ok)).toEqual([false, true]);
	expect(row(PARKED)?.turns.at(-1)?.prompt).toContain(`Answer to ${waitsFor}`);
	expect(row(SMOOTH)?.turns[0]?.calls.map(({ title, status }) => [title, status])).toEqual([
		["Read the code", "completed"],
	]);

	// The inbox: each question once, answered once; nothing of these items is open.
	const answered = await questions(second, "answered");
	expect(answered.map(({ kind }) => kind).sort()).toEqual([
		"approval",
		"choice",
		"review",
		"review",
		"review",
		"review",
	]);
	expect(new Set(answered.map(({ answeredBy }) => answeredBy))).toEqual(new Set(["human"]));

	// The roadmap as the page shows it: merged is done, by the document; the rest by the record.
	const view = await eventually(async () => {
		const { body } = await second.api<RoadmapView>(`/daemons/${NAME}/roadmap`);
		const shown = (title: string) => body.items.find((item) => `${item.id}: ${item.title}`.startsWith(title))?.shown;
		return shown(OUTAGE) === "done" ? shown : undefined;
	});
	expect([REPAIRED, SMOOTH].map(view)).toEqual(["done", "done"]);
	expect([PARKED, POISON].map(view)).toEqual(["finished", "aside"]);
});

async function openDashboard(rig: Rig): Promise<TestDashboard> {
	const { daemons } = await loadConfig(rig.paths);
	const dashboard = await startDashboard(daemons, rig.paths);
	onTestFinished(async () => {
		for (const { pid } of await carriersOf(await instanceOf(rig))) end(pid);
	});
	return dashboard;
}

async function instanceOf(rig: Rig): Promise<string> {
	const status = JSON.parse(await readFile(rig.paths.daemon(NAME).status, "utf8")) as { instance: string };
	return status.instance;
}

async function runsOf(dashboard: TestDashboard): Promise<RunSummary[]> {
	return (await dashboard.api<{ runs: RunSummary[] }>(`/daemons/${NAME}/runs`)).body.runs;
}

async function questions(dashboard: TestDashboard, status: Question["status"]): Promise<Question[]> {
	return (await dashboard.api<{ questions: Question[] }>(`/questions?status=${status}`)).body.questions;
}

async function answer(dashboard: TestDashboard, ticket: string | null, body: object): Promise<void> {
	expect((await dashboard.api(`/questions/${ticket}/answer`, { body })).status).toBe(200);
}
