import { readFile, rm, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import type { Status } from "../../../server/contract/daemon.ts";
import type { HistoryPoints, HistorySummary } from "../../../server/contract/history.ts";
import { openDatabase } from "../../../server/db/open.ts";
import { daemonConfig, node } from "../../support/daemon-config.ts";
import { startDashboard } from "../../support/dashboard.ts";
import { record } from "../../support/history.ts";
import { tempHome } from "../../support/temp-home.ts";
import { eventually } from "../../support/wait.ts";

/** Whose history there is. */
interface Known {
	daemons: { name: string; configured: boolean }[];
}

const worker = daemonConfig(node("heartbeat.mjs"));

test("CPU and memory of a running daemon, at the resolution that suits the range", async () => {
	const { api } = await startDashboard([worker]);
	await api("/daemons/worker/start", { method: "POST" });
	const read = async (query: string) => (await api<HistoryPoints>(`/daemons/worker/history?${query}`)).body;
	const cpu = await eventually(async () => {
		const answer = await read("metric=cpu");
		return answer.points.length > 0 ? answer : null;
	});
	expect(cpu).toMatchObject({ daemon: "worker", metric: "cpu", unit: "percent", resolutionSeconds: 5 });
	expect(Date.parse(cpu.to) - Date.parse(cpu.from)).toBe(3_600_000);
	const [point] = cpu.points;
	expect(point?.[0]).toBeGreaterThan(Date.now() / 1_000 - 60);

	const day = new Date(Date.now() - 86_400_000).toISOString();
	const memory = await read(`metric=memory&from=${day}`);
	expect(memory).toMatchObject({ unit: "bytes", resolutionSeconds: 60, from: day });
	expect(memory.points.at(-1)?.[3]).toBeGreaterThan(1_000_000);
	// With an offset, as another time zone writes it.
	const old = await read(`from=${encodeURIComponent("2026-01-01T01:00:00+01:00")}&to=2026-01-02T00:00:00Z`);
	expect(old).toMatchObject({ from: "2026-01-01T00:00:00.000Z", resolutionSeconds: 3_600, points: [] });
});

test("how a daemon fared, and which daemons there are", async () => {
	const { api } = await startDashboard([worker]);
	await api("/daemons/worker/start", { method: "POST" });
	await api("/daemons/worker/restart", { method: "POST" });
	const { status, body: summary } = await api<HistorySummary>("/daemons/worker/history/summary");
	expect(status).toBe(200);
	expect(summary).toMatchObject({
		daemon: "worker",
		starts: 2,
		restarts: 0,
		ends: { total: 1 },
		spanSliceSeconds: null,
	});
	const { up, down, off, unknown } = summary.seconds;
	expect(up + down + off + unknown).toBeCloseTo(3_600, 0);
	expect(summary.spans.at(-1)).toMatchObject({ desired: "up", phase: "running" });

	expect((await api("/history")).body).toEqual({
		daemons: [{ name: "worker", configured: true, first: expect.any(String), last: expect.any(String) }],
	});
});

test("a daemon that was taken out of the configuration is still told of", async () => {
	const paths = await tempHome();
	const db = await openDatabase(paths.database);
	const at = Math.floor(Date.now() / 1_000) - 60;
	await record(db, { samples: [[at, 12.5, 1_000]] }, "old-one");
	await db.close();
	const { api } = await startDashboard([worker], paths);
	const { body } = await api("/daemons/old-one/history?metric=cpu");
	expect(body.points).toEqual([[at - (at % 5), 12.5, 12.5, 12.5]]);
	expect((await api("/daemons/old-one/history/summary")).body).toMatchObject({ uptimePercent: null, spans: [] });
	expect((await api<Known>("/history")).body.daemons.map(({ name, configured }) => [name, configured])).toEqual([
		["worker", true],
		["old-one", false],
	]);
});

test.each([
	["/daemons/nobody/history", 404, "unknown-daemon", /no daemon named "nobody"/],
	["/daemons/nobody/history/summary", 404, "unknown-daemon", /no daemon named "nobody"/],
	["/daemons/worker/history?metric=heat", 400, "bad-request", /metric/],
	["/daemons/worker/history?from=yesterday", 400, "bad-request", /must be a time like/],
	["/daemons/worker/history?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", 400, "bad-request", /before to/],
	["/daemons/worker/history/summary?from=2999-01-01T00:00:00Z", 400, "bad-request", /must be in the past/],
])("GET %s is refused in a sentence", async (path, status, code, sentence) => {
	const { api } = await startDashboard([worker]);
	const answer = await api(path);
	expect(answer.status).toBe(status);
	expect(answer.headers.get("content-type")).toContain("application/problem+json");
	expect(answer.body).toMatchObject({ code, detail: expect.stringMatching(sentence) });
});

test("with a damaged database daemons are supervised and measured, and their history is written once it is mended", async () => {
	const paths = await tempHome();
	const rubbish = "This is no database. ".repeat(500);
	await writeFile(paths.database, rubbish);
	const { api } = await startDashboard([{ ...worker, autostart: true }], paths);
	expect((await api("/daemons/worker/start", { method: "POST" })).body).toMatchObject({ phase: "running" });
	expect(await api("/daemons/worker/history")).toMatchObject({ status: 503, body: { code: "database-unavailable" } });
	expect(await readFile(paths.database, "utf8")).toBe(rubbish);
	await eventually(async () => (await api<Status>("/status")).body.daemons[0]?.memoryBytes !== null);
	const mended = Date.now() / 1_000;
	await rm(paths.database);
	const memory = await eventually(async () => {
		const { status, body } = await api<HistoryPoints>("/daemons/worker/history?metric=memory");
		return status === 200 && body.points.length > 0 ? body : null;
	});
	expect(memory.points[0]?.[0]).toBeLessThanOrEqual(mended + 0.5); // a sample counts for the nearest second
	expect((await api("/daemons/worker/history/summary")).body).toMatchObject({ starts: 1 });
}, 60_000);
