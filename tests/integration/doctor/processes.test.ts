import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import type { Paths } from "../../../server/config/paths.ts";
import { settleDaemon } from "../../../server/config/settle.ts";
import { repairAll } from "../../../server/doctor/repair.ts";
import { readProcessRecord, writeProcessRecord } from "../../../server/supervisor/records.ts";
import { node } from "../../support/daemon-config.ts";
import { spawnDashboard } from "../../support/dashboard-process.ts";
import { end, isAlive } from "../../support/processes.ts";
import { supervise } from "../../support/supervise.ts";
import { tempHome } from "../../support/temp-home.ts";
import { eventually } from "../../support/wait.ts";
import { findingsOf, found } from "./findings.ts";

vi.setConfig({ testTimeout: 120_000 });

const BOT = { command: node("sleeper.mjs") };

async function configure(
	paths: Paths,
	daemons: Record<string, object>,
	dashboard: object = { port: 0 },
): Promise<void> {
	await writeFile(paths.config, JSON.stringify({ dashboard, daemons }), { mode: 0o600 });
}

/** Runs the daemon as a dashboard would that has ended since. */
async function run(paths: Paths, name: string, settings: object = BOT): Promise<number> {
	const { supervisor } = await supervise(paths, [settleDaemon(name, settings, paths.home)]);
	const { pid } = await supervisor.start(name);
	await supervisor.close();
	onTestFinished(() => end(pid));
	return pid ?? 0;
}

async function killed(pid: number): Promise<void> {
	end(pid);
	await eventually(async () => !(await isAlive(pid)));
}

test("a daemon and a dashboard that run as they should are nothing to mend", async () => {
	const paths = await tempHome();
	await configure(paths, { bot: BOT });
	await spawnDashboard(paths, ["--port", "0"]).url();
	await run(paths, "bot");
	expect(await findingsOf(paths)).toEqual([]);
});

test("a dashboard that hangs", async () => {
	const paths = await tempHome();
	await configure(paths, {});
	const { child, url } = spawnDashboard(paths);
	await url();
	child.kill("SIGSTOP");
	// It may be starting: that is no hang.
	expect(await found("dashboard-hung", paths)).toEqual([]);
	const now = new Date(Date.now() + 60_000);
	expect(await found("dashboard-hung", paths, { now })).toMatchObject([
		{
			severity: "error",
			what: `The dashboard (process ${child.pid}) runs but does not answer`,
			fix: "nightshift restart --dashboard-only",
		},
	]);
});

test.runIf(process.platform === "linux")(
	"a dashboard that nothing names, and one of two on one state directory",
	async () => {
		const paths = await tempHome();
		await configure(paths, {});
		const first = spawnDashboard(paths);
		await first.url();
		await rm(paths.dashboard);
		expect(await findingsOf(paths)).toMatchObject([
			{ id: "dashboard-nameless", severity: "error", fix: `kill ${first.child.pid}` },
		]);

		// Removed and made again under it: the new one has another lock.
		await rm(paths.home, { recursive: true, force: true });
		await mkdir(paths.home, { mode: 0o700 });
		await configure(paths, {});
		const second = spawnDashboard(paths);
		await second.url();
		const [finding] = await found("two-dashboards", paths);
		expect(finding?.what).toContain("2 dashboards run for");
		expect(finding?.fix?.split(" ").slice(1).map(Number).sort()).toEqual([first.child.pid, second.child.pid].sort());
	},
);

test("records of what does not run any more, which --fix removes", async () => {
	const paths = await tempHome();
	await configure(paths, { bot: BOT, other: BOT });
	const dashboard = spawnDashboard(paths);
	await dashboard.url();
	dashboard.child.kill("SIGKILL");
	await dashboard.exited;
	await killed(await run(paths, "bot"));
	await mkdir(paths.daemon("other").dir, { recursive: true });
	await writeFile(paths.daemon("other").process, "");
	const stale = await findingsOf(paths);
	expect(stale).toMatchObject([
		{ id: "stale-dashboard-record", severity: "hint" },
		{
			id: "stale-process-record",
			severity: "hint",
			what: `${paths.daemon("bot").process} names a process of bot that does not run any more`,
		},
		{ id: "stale-process-record", severity: "hint", what: `${paths.daemon("other").process} names no process at all` },
	]);
	// Somebody was quicker.
	await writeFile(paths.daemon("other").process, "{}");
	expect((await repairAll(stale, paths)).map(({ done }) => done)).toEqual([true, true, false]);
	expect(await findingsOf(paths)).toMatchObject([
		{ id: "stale-process-record", what: expect.stringContaining("other") },
	]);
});

test("a record is left to the dashboard that has started meanwhile", async () => {
	const paths = await tempHome();
	await configure(paths, { bot: BOT });
	await killed(await run(paths, "bot"));
	const stale = await findingsOf(paths);
	expect(stale).toHaveLength(1);
	await spawnDashboard(paths).url();
	expect(await repairAll(stale, paths)).toMatchObject([
		{ done: false, did: expect.stringContaining("left to the dashboard") },
	]);
});

test.runIf(process.platform === "linux")("what an earlier instance has left behind", async () => {
	const paths = await tempHome();
	await configure(paths, { bot: BOT });
	await run(paths, "bot");
	const [node = "", ...args] = BOT.command;
	const token = { NIGHTSHIFT_HOME: paths.home, NIGHTSHIFT_DAEMON: "bot", NIGHTSHIFT_INSTANCE: randomUUID() };
	const { pid: lost } = spawn(node, args, { detached: true, stdio: "ignore", env: { ...process.env, ...token } });
	onTestFinished(() => end(lost));
	expect(await findingsOf(paths)).toMatchObject([
		{ id: "orphaned-process", severity: "error", fix: `kill ${lost}`, what: expect.stringContaining(`node (${lost})`) },
	]);
});

test("a daemon that runs with other settings than config.json has now", async () => {
	const paths = await tempHome();
	await run(paths, "bot");
	await configure(paths, { bot: BOT });
	expect(await found("settings-changed", paths)).toEqual([]);
	await configure(paths, { bot: { ...BOT, env: { A: "b" } } });
	expect(await found("settings-changed", paths)).toMatchObject([{ severity: "hint", fix: "nightshift restart bot" }]);
});

test("a port that somebody else has", async () => {
	const paths = await tempHome();
	const server = createServer().listen(0, "127.0.0.1");
	await once(server, "listening");
	onTestFinished(() => void server.close());
	const { port } = server.address() as { port: number };
	await configure(paths, {}, { port });
	const env = { ...process.env, NIGHTSHIFT_PORT: undefined };
	const [finding] = await found("port-taken", paths, { env });
	expect(finding).toMatchObject({
		severity: "error",
		what: expect.stringContaining(`Port ${port}, where the dashboard is to listen, is taken by`),
	});
	expect(finding?.mend).toMatch(/a free one, such as \d+$/);
});

test.runIf(process.platform === "linux")(
	"two developers on one workspace, and two state directories on one port",
	async () => {
		const [paths, other] = [await tempHome(), await tempHome()];
		const workspace = paths.home;
		const developer = { program: "code-developer", workspace };
		await configure(paths, { dev: developer, twin: { ...developer, workspace: `${workspace}/.` } }, { port: 4410 });
		const env = { ...process.env, NIGHTSHIFT_PORT: undefined };
		expect(await found("shared-workspace", paths, { env })).toMatchObject([
			{ severity: "error", what: `dev and twin both work on ${workspace}` },
		]);

		await configure(paths, { dev: developer }, { port: 4410 });
		await configure(other, { dev2: developer }, { port: 4410 });
		expect(await found("shared-workspace", paths, { env })).toEqual([]);
		// Any process of that name in that home will do for running.
		await run(other, "dev2");
		expect(await found("shared-workspace", paths, { env })).toMatchObject([
			{ what: `dev and dev2 of ${other.home} both work on ${workspace}` },
		]);
		expect(await found("shared-port", paths, { env })).toContainEqual(
			expect.objectContaining({ severity: "hint", what: expect.stringContaining(other.home) }),
		);
	},
);

test("a clock that was set back, or forth while the daemon ran", async () => {
	const paths = await tempHome();
	await run(paths, "bot");
	const files = paths.daemon("bot");
	const record = await readProcessRecord(files);
	if (!record) throw new Error("there is no record");
	expect(await found("clock-wrong", paths)).toEqual([]);
	await writeProcessRecord(files, { ...record, startedAt: new Date(Date.now() + 3_600_000).toISOString() });
	expect(await found("clock-wrong", paths)).toMatchObject([
		{ severity: "hint", what: expect.stringContaining("it was set back") },
	]);
	await writeProcessRecord(files, { ...record, startedAt: "2001-01-01T00:00:00.000Z" });
	expect(await found("clock-wrong", paths)).toMatchObject([
		{ what: expect.stringContaining("before the machine was started") },
	]);
});
