import Sqlite from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import type { Paths } from "../../../server/config/paths.ts";
import type { VitalSample } from "../../../server/contract/state.ts";
import { type Database, openDatabase } from "../../../server/db/open.ts";
import { History } from "../../../server/history/history.ts";
import { readPoints } from "../../../server/history/read-points.ts";
import { readSummary } from "../../../server/history/read-summary.ts";
import { listActivity } from "../../../server/inbox/list-activity.ts";
import type { Supervisor } from "../../../server/supervisor/supervisor.ts";
import { daemonConfig, node } from "../../support/daemon-config.ts";
import { DAEMON, idOf, points, spans } from "../../support/history.ts";
import { end, isAlive } from "../../support/processes.ts";
import { type Supervised, supervise } from "../../support/supervise.ts";
import { tempHome } from "../../support/temp-home.ts";
import { eventually } from "../../support/wait.ts";

interface Recorded {
	history: History;
	troubles: string[];
	/** Resolves with the first trouble that was told. */
	trouble: Promise<string>;
}

function recording(supervisor: Supervisor, database: () => Database | null): Recorded {
	const troubles: string[] = [];
	let tell: (text: string) => void = () => {};
	const trouble = new Promise<string>((resolve) => {
		tell = resolve;
	});
	const history = new History({
		supervisor,
		database,
		trouble: {
			failed: (error) => {
				troubles.push((error as Error).message);
				tell((error as Error).message);
			},
			worked: () => {},
		},
		onActivity: () => {},
	});
	onTestFinished(() => history.close());
	return { history, troubles, trouble };
}

async function opened({ database }: Paths): Promise<Database> {
	const db = await openDatabase(database);
	onTestFinished(() => db.close());
	return db;
}

/** A supervisor whose history is kept from its first moment on. */
async function watched(paths: Paths, db: Database, daemon = daemonConfig(node("heartbeat.mjs"))) {
	const supervised = await supervise(paths, [daemon], { adopt: false });
	const recorded = recording(supervised.supervisor, () => db);
	await supervised.supervisor.adopt();
	return { ...supervised, ...recorded };
}

/** As a dashboard does when it ends: the daemon goes on. */
async function leave({ supervisor, history }: Supervised & Recorded): Promise<void> {
	await supervisor.close();
	await history.close();
}

const everything = () => ({ from: Date.now() - 3_600_000, to: Date.now() + 1_000 });

async function summary(db: Database) {
	return readSummary(db, await idOf(db), everything());
}

test("a daemon's vitals and states are there within a moment, at their resolutions", async () => {
	const paths = await tempHome();
	const db = await opened(paths);
	const { supervisor, history, until } = await watched(paths, db);
	await supervisor.start(DAEMON);
	await until(({ cpuPercent }) => cpuPercent !== null);
	await eventually(async () => {
		await history.fresh();
		return (await points(db)).filter(({ resolution, metric }) => resolution === 1 && metric === 1).length >= 3;
	});
	const now = Date.now();
	const answer = await readPoints(db, { daemon: await idOf(db), metric: "memory", from: now - 60_000, to: now, now });
	expect(answer.resolutionSeconds).toBe(1);
	for (const [, min, avg, max] of answer.points) {
		expect(min).toBeGreaterThan(1_000_000);
		expect(avg).toBeGreaterThanOrEqual(min);
		expect(max).toBeGreaterThanOrEqual(avg);
	}
	await supervisor.stop(DAEMON);
	await history.fresh();
	const { uptimePercent, seconds, starts, restarts, ends } = await summary(db);
	expect(uptimePercent).toBeGreaterThan(50);
	expect(seconds.up).toBeGreaterThan(2);
	expect([starts, restarts]).toEqual([1, 0]);
	expect(ends).toMatchObject({ total: 1, byCause: { user: 1, crash: 0 } });
	expect(ends.latest).toMatchObject([{ cause: "user", asked: true, signal: "SIGTERM", instance: expect.any(String) }]);
});

test("a daemon that crashes until it is given up leaves each end, its restarts, and the time it was down", async () => {
	const paths = await tempHome();
	const db = await opened(paths);
	const config = daemonConfig(node("exits.mjs", "300", "3"), {
		restart: {
			on: "failure",
			backoff: { initialMs: 20, factor: 1, maxMs: 20, jitter: 0 },
			limit: { failures: 4, withinMs: 60_000 },
			stableAfterMs: 30_000,
			schedule: null,
		},
	});
	const { supervisor, history, until } = await watched(paths, db, config);
	await supervisor.start(DAEMON);
	const { failures } = await until(({ phase }) => phase === "failed");
	await history.fresh();
	const { starts, restarts, ends, spans: told, uptimePercent } = await summary(db);
	expect(failures).toBeGreaterThan(2);
	expect([starts, restarts]).toEqual([failures, failures - 1]);
	expect(ends).toMatchObject({ total: failures, byCause: { crash: failures } });
	expect(ends.latest.map(({ code, count, asked }) => [code, count, asked])).toEqual(
		Array(failures).fill([3, 1, false]),
	);
	expect(new Set(ends.latest.map(({ instance }) => instance)).size).toBe(failures);
	expect(told.map(({ phase }) => phase)).toEqual(expect.arrayContaining(["starting", "running", "backing-off"]));
	expect(uptimePercent).toBeLessThan(100);
	for (const [index, span] of told.entries()) {
		if (index > 0) expect(span.from >= (told[index - 1]?.to ?? "")).toBe(true);
	}
});

test("a process that ran through while no dashboard did was up; it started once", async () => {
	const paths = await tempHome();
	const db = await opened(paths);
	const first = await watched(paths, db);
	await first.supervisor.start(DAEMON);
	await leave(first);
	const before = await spans(db);

	const second = await watched(paths, db);
	await eventually(async () => {
		await second.history.fresh();
		return (await spans(db)).at(-1)?.health === "ready";
	});
	await leave(second);
	const rows = await spans(db);
	expect(rows.slice(0, before.length - 1)).toEqual(before.slice(0, -1));
	for (const [index, span] of rows.entries()) if (index > 0) expect(span.from).toBe(rows[index - 1]?.to);
	expect((await summary(db)).seconds.unknown).toBeLessThan(3_602);
	expect(await summary(db)).toMatchObject({ starts: 1, restarts: 0, ends: { total: 0 } });
	const running = rows.filter(({ phase }) => phase === "running");
	expect(running.some(({ health }) => health === "unknown")).toBe(true);
});

test("time without a dashboard in which the daemon ended is unknown, and its end is told once", async () => {
	const paths = await tempHome();
	const db = await opened(paths);
	const config = daemonConfig(node("heartbeat.mjs"), { restart: { ...daemonConfig([]).restart, on: "never" } });
	const first = await watched(paths, db, config);
	const { pid } = await first.supervisor.start(DAEMON);
	await leave(first);
	const left = (await spans(db)).at(-1);
	end(pid);
	await eventually(async () => !(await isAlive(pid ?? 0)));

	for (let time = 0; time < 2; time++) {
		const next = await watched(paths, db, config);
		await next.until(({ phase }) => phase !== "running");
		await eventually(async () => {
			await next.history.fresh();
			return (await spans(db)).at(-1)?.phase !== "running";
		});
		await leave(next);
	}
	const rows = await spans(db);
	const known = rows.findIndex(({ from }) => from === left?.from);
	expect(rows[known + 1]?.from).toBeGreaterThan(rows[known]?.to ?? 0);
	expect((await summary(db)).ends.total).toBe(1);
});

test("a database that is locked keeps nothing from being sampled; what was measured meanwhile is written after", async () => {
	const paths = await tempHome();
	const db = await opened(paths);
	const { supervisor, history, trouble, until } = await watched(paths, db);
	await supervisor.start(DAEMON);
	await history.fresh();

	const holder = new Sqlite(db.path);
	onTestFinished(() => void holder.close());
	holder.exec("BEGIN IMMEDIATE");
	const locked = Date.now();
	const asked = performance.now();
	await history.fresh();
	expect(performance.now() - asked).toBeLessThan(2_000); // who reads does not wait for the lock
	expect(await trouble).toMatch(/is held by another program/);
	expect((await supervisor.restart(DAEMON)).phase).toBe("running");
	await until(({ memoryBytes }) => memoryBytes !== null);
	const unlocked = Date.now();
	holder.exec("COMMIT");

	await eventually(async () => {
		await history.fresh();
		return (await summary(db)).ends.total === 1;
	});
	const during = (await points(db)).filter(
		({ resolution, at = 0 }) => resolution === 1 && at * 1_000 > locked + 1_000 && at * 1_000 < unlocked - 1_000,
	);
	expect(during.length).toBeGreaterThan(3);
	const { seconds } = await readSummary(db, await idOf(db), { from: locked, to: unlocked });
	expect(seconds.unknown).toBe(0);
}, 60_000);

test("while there is no database an hour is remembered; what is lost beyond that is said", async () => {
	const paths = await tempHome();
	const { supervisor } = await supervise(paths, []);
	let db: Database | null = null;
	const { history, troubles } = recording(supervisor, () => db);
	const measure = (at: number): Record<string, VitalSample> => ({ [DAEMON]: [at, 1, 1_000_000] });
	for (let second = 1; second <= 4_000; second++) supervisor.emit("vitals", measure(1_790_000_000 + second), {});
	await history.fresh();
	expect(troubles).toEqual([expect.stringMatching(/away for more than an hour/)]);

	db = await opened(paths);
	const database = db;
	await eventually(async () => {
		await history.fresh();
		return (await listActivity(database)).length > 0;
	});
	expect(await listActivity(database)).toMatchObject([
		{ kind: "problem", title: "Part of the history is lost", detail: expect.stringMatching(/^400 samples/) },
	]);
	const seconds = (await points(database)).filter(({ resolution, metric }) => resolution === 1 && metric === 0);
	expect(seconds.map(({ at }) => at)).toEqual(Array.from({ length: 3_600 }, (_, index) => 1_790_000_401 + index));
});
