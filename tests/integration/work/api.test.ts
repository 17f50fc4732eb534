import { expect, test } from "vitest";
import type { RunDiff, RunRecord, TimelinePage, WorkSummary } from "../../../server/contract/record.ts";
import type { RunSummary } from "../../../server/contract/work.ts";
import { openDatabase } from "../../../server/db/open.ts";
import { daemonConfig } from "../../support/daemon-config.ts";
import { startDashboard } from "../../support/dashboard.ts";
import { connected, connectSocket, Follower } from "../../support/live-client.ts";
import { createCall, createRun, createTurn } from "../../support/runs.ts";

/** A dashboard with a developer, and its database as the developer has it. */
async function dashboardWithWork() {
	const dashboard = await startDashboard([daemonConfig(["true"], { name: "code-developer", autostart: false })]);
	const db = await openDatabase(dashboard.paths.database);
	const run = await createRun(db, { workspace: "/nowhere", worktree: "/nowhere/either" });
	const turn = await createTurn(db, run.id);
	const call = await createCall(db, turn.id, { changes: [{ path: "a.ts", oldText: "a\n", newText: "b\n" }] });
	return { dashboard, db, run, turn, call };
}

test("the record is read over HTTP, in pages, and refused with a reason", async () => {
	const { dashboard, db, run, call } = await dashboardWithWork();
	await db.close();
	const { api } = dashboard;
	const runs = await api<{ runs: RunSummary[]; next: string | null }>("/daemons/code-developer/runs?status=running");
	expect(runs.body).toMatchObject({ runs: [{ id: run.id, item: "US-1" }], next: null });
	expect((await api<RunRecord>(`/runs/${run.id}`)).body).toMatchObject({ calls: { total: 1 }, commits: [] });
	const timeline = (await api<TimelinePage>(`/runs/${run.id}/timeline?limit=1`)).body;
	expect(timeline.entries).toHaveLength(1);
	expect((await api<TimelinePage>(`/runs/${run.id}/timeline?cursor=${timeline.next}`)).body.entries).toHaveLength(1);
	expect((await api<TimelinePage>("/timeline?kinds=tool&item=US-1")).body.entries).toMatchObject([{ run: run.id }]);
	expect((await api(`/runs/${run.id}/calls`)).body).toMatchObject({ calls: [{ id: call.id, files: ["a.ts"] }] });
	expect((await api(`/runs/${run.id}/calls/${call.id}`)).body).toMatchObject({ changes: [{ newText: "b\n" }] });
	expect((await api<RunDiff>(`/runs/${run.id}/diff`)).body).toMatchObject({
		source: "record",
		files: [{ path: "a.ts" }],
	});
	expect((await api<WorkSummary>("/daemons/code-developer/work/summary")).body.days.length).toBeGreaterThan(13);

	const exported = await api(`/runs/${run.id}/export?as=json`);
	expect(exported.headers.get("content-disposition")).toBe(`attachment; filename="run-${run.id}-us-1.json"`);
	expect((await api(`/runs/${run.id}/export`)).body).toContain("# Run 1: US-1");

	for (const [path, status] of [
		["/runs/999", 404],
		["/runs/999/calls", 404],
		[`/runs/${run.id}/calls/999`, 404],
		["/runs/x", 400],
		["/runs/99999999999", 400],
		["/timeline?cursor=1", 400],
		["/timeline?kinds=tool,nonsense", 400],
		[`/runs/${run.id}/export?as=../../etc`, 400],
		["/daemons/nobody/runs", 404],
		["/daemons/nobody/work/summary", 404],
	] as const) {
		expect((await api(path)).status, path).toBe(status);
	}
});

test("pages are told when the record of a daemon's work changes, whoever writes it, and of that daemon alone", async () => {
	const { dashboard, db, run, call } = await dashboardWithWork();
	const extraHeaders = { authorization: `Bearer ${dashboard.token.current()}` };
	const follower = new Follower(await connected(connectSocket(dashboard.url, { extraHeaders })));
	await follower.start();
	const revision = () => follower.state.revisions["work:code-developer"] ?? 0;
	try {
		await db.write(({ run: runs }) => runs.update({ where: { id: run.id }, data: { activeMs: 5 } }));
		await follower.until(() => revision() > 0);
		const before = revision();
		await db.write(({ toolCall }) => toolCall.update({ where: { id: call.id }, data: { status: "failed" } }));
		await follower.until(() => revision() > before);
		expect(Object.keys(follower.state.revisions).filter((topic) => topic.startsWith("work:"))).toEqual([
			"work:code-developer",
		]);
	} finally {
		await db.close();
	}
});
