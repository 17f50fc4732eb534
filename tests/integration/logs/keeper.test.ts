import { execFileSync } from "node:child_process";
import { mkdir, readFile, rename, rm, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, describe, expect, onTestFinished, test } from "vitest";
import { pathsOf } from "../../../server/config/paths.ts";
import type { DaemonConfig } from "../../../server/config/types.ts";
import type { Problem } from "../../../server/contract/state.ts";
import { readTail } from "../../../server/logs/find-lines.ts";
import { LogKeeper } from "../../../server/logs/log-keeper.ts";
import { listSegments } from "../../../server/logs/segments.ts";
import { readProcessRecord } from "../../../server/supervisor/records.ts";
import { daemonConfig, node } from "../../support/daemon-config.ts";
import { startDashboard } from "../../support/dashboard.ts";
import { spawnDashboard } from "../../support/dashboard-process.ts";
import { startHost } from "../../support/host.ts";
import { connected, connectSocket, Follower } from "../../support/live-client.ts";
import { countLines, logSettings, wholeLog } from "../../support/logs.ts";
import { end, isAlive } from "../../support/processes.ts";
import { supervise } from "../../support/supervise.ts";
import { tempHome } from "../../support/temp-home.ts";
import { eventually } from "../../support/wait.ts";

const ONCE = { restart: { ...daemonConfig([]).restart, on: "never" as const } };
const SILENT = { info: () => {}, warn: () => {}, error: () => {} };

/** A daemon under a supervisor, with a keeper that looks often. */
async function keep(config: DaemonConfig, paths = null as Awaited<ReturnType<typeof tempHome>> | null) {
	const home = paths ?? (await tempHome());
	const supervised = await supervise(home, [config]);
	const problems = new Map<string, Problem>();
	const said: string[] = [];
	const keeper = new LogKeeper({
		paths: home,
		daemons: () => [config],
		pidOf: (name) => supervised.supervisor.statusOf(name).pid,
		logger: SILENT,
		lookMs: 20,
	});
	let rotations = 0;
	keeper.on("problem", (problem) => {
		problems.set(problem.id, problem);
		said.push(problem.id);
	});
	keeper.on("problem-gone", (id) => problems.delete(id));
	keeper.on("rotated", () => {
		rotations += 1;
	});
	keeper.start();
	onTestFinished(() => keeper.close());
	return { ...supervised, home, files: home.daemon(config.name), keeper, problems, said, rotations: () => rotations };
}

test("a daemon that writes 10,000 lines a second is rotated as it grows, and every line is kept", async () => {
	const config = daemonConfig(node("fast-writer.mjs", "10000", "40000"), {
		...ONCE,
		logs: logSettings({ maxSizeBytes: 200_000 }),
	});
	const { supervisor, until, files, rotations, said } = await keep(config);
	await supervisor.start("worker");
	await until((status) => status.pid === null);
	expect(countLines(await wholeLog(files))).toBe(40_000);
	expect(rotations()).toBeGreaterThan(5);
	// On a busy machine more than a second's worth may have come in since the last look: it is rotated with the next.
	await eventually(async () => ((await stat(files.currentLog)).size < 1_000_000 ? true : null));
	expect(said).toEqual([]);
});

test("what is too old or too much is removed", async () => {
	const config = daemonConfig(node("fast-writer.mjs", "10000", "30000"), {
		...ONCE,
		logs: logSettings({ maxSizeBytes: 100_000, keep: 3 }),
	});
	const { supervisor, until, files, rotations } = await keep(config);
	await supervisor.start("worker");
	await until((status) => status.pid === null);
	await eventually(() => rotations() > 3);
	// What a rotation leaves too much is removed after it.
	await eventually(async () => (await listSegments(files)).length <= 3);
	const { lines } = await readTail(files, 1);
	expect(lines[0]?.text).toMatch(/^29999 /);
});

test("case 2: the dashboard is killed while the daemon writes: no byte is lost", { timeout: 90_000 }, async () => {
	const paths = await tempHome();
	const count = join(paths.home, "count");
	const command = node("fast-writer.mjs", "5000", "Infinity", count);
	const daemons = {
		worker: { command, autostart: true, restart: { on: "never" }, logs: { maxSize: "128KiB", keep: 1000 } },
	};
	await writeFile(paths.config, JSON.stringify({ dashboard: { port: 0 }, daemons }));
	const files = paths.daemon("worker");
	onTestFinished(async () => end((await readProcessRecord(files))?.identity?.pid));
	let pid = 0;
	for (let life = 0; life < 3; life++) {
		const before = (await listSegments(files)).length;
		const dashboard = spawnDashboard(paths);
		await dashboard.url();
		const identity = await eventually(async () => (await readProcessRecord(files))?.identity);
		pid ||= identity.pid;
		expect(identity.pid).toBe(pid);
		await eventually(async () => (await listSegments(files)).length > before + 1);
		dashboard.child.kill("SIGKILL");
		await dashboard.exited;
		expect(await isAlive(pid)).toBe(true);
	}
	process.kill(pid, "SIGTERM");
	await eventually(async () => !(await isAlive(pid)));
	expect(countLines(await wholeLog(files))).toBe(Number(await readFile(count, "utf8")));
});

describe("case 33: the disk is full", () => {
	const canMount = process.platform === "linux" && process.getuid?.() === 0;
	const mounts: string[] = [];
	afterEach(() => {
		for (const folder of mounts.splice(0)) execFileSync("umount", ["--lazy", folder]);
	});

	// Only root may mount the small disk that this needs.
	test.skipIf(!canMount)("the daemon is not blocked, it is said, and over when there is room again", async () => {
		const outer = await tempHome();
		const folder = join(outer.home, "small");
		await mkdir(folder);
		execFileSync("mount", ["-t", "tmpfs", "-o", "size=8m", "tmpfs", folder]);
		mounts.push(folder);
		const paths = pathsOf(folder);
		const progress = join(outer.home, "progress");
		const config = daemonConfig(node("counts-on.mjs", progress), { logs: logSettings({ maxSizeBytes: 64 * 2 ** 20 }) });
		const { supervisor, problems } = await keep(config, paths);
		await supervisor.start("worker");
		await writeFile(join(folder, "filler"), Buffer.alloc(32 * 2 ** 20)).catch(() => undefined);

		const problem = await eventually(() => problems.get("disk"));
		expect(problem).toMatchObject({ severity: "error" });
		expect(problem.text).toContain("is full");
		const failures = async () => JSON.parse(await readFile(progress, "utf8").catch(() => "{}")) as Progress;
		await eventually(async () => ((await failures()).failed ?? 0) > 5);
		const { turns = 0 } = await failures();
		await eventually(async () => ((await failures()).turns ?? 0) > turns + 20);
		expect(supervisor.statusOf("worker").phase).toBe("running");

		await rm(join(folder, "filler"));
		await eventually(() => !problems.has("disk"));
		const { written = 0 } = await failures();
		await eventually(async () => ((await failures()).written ?? 0) > written + 5);
		await supervisor.stop("worker");
	});
});

interface Progress {
	turns?: number;
	failed?: number;
	written?: number;
}

describe("case 33: the log of a running daemon is gone", () => {
	const WRITER = daemonConfig(node("fast-writer.mjs", "200"), { logs: logSettings({ maxSizeBytes: 50_000 }) });

	test("deleted: it is said, it can still be read and is still rotated, and a restart mends it", async () => {
		const { supervisor, files, problems, home } = await keep(WRITER);
		await supervisor.start("worker");
		await eventually(async () => (await readTail(files, 1)).lines.length > 0);
		await rm(files.currentLog);
		const problem = await eventually(() => problems.get("log-file:worker"));
		expect(problem).toMatchObject({ severity: "error" });
		expect(problem.text).toContain("was deleted while it runs");
		expect(problem.text).toContain("nightshift restart worker");
		const before = (await readTail(files, 1)).end;
		await eventually(async () => (await readTail(files, 1)).end > before);
		await eventually(async () => (await listSegments(files)).length > 1);
		countLines(await wholeLog(home.daemon("worker")));

		await supervisor.restart("worker");
		await eventually(() => !problems.has("log-file:worker"));
		await eventually(async () => (await readFile(files.currentLog, "utf8").catch(() => "")).startsWith("0 "));
	});

	test("deleted before the dashboard came: it is said too", async () => {
		const paths = await tempHome();
		const files = paths.daemon("worker");
		const host = await startHost(paths.home, [WRITER]);
		await host.ask("start worker");
		await eventually(async () => (await readTail(files, 1)).lines.length > 0);
		await host.kill();
		await rm(files.currentLog);
		const { problems } = await keep(WRITER, paths);
		await eventually(() => problems.get("log-file:worker"));
	});

	test("moved: it is said where", async () => {
		const { supervisor, files, problems } = await keep(WRITER);
		await supervisor.start("worker");
		await eventually(() => stat(files.currentLog).catch(() => null));
		await rename(files.currentLog, join(files.logs, "elsewhere.log"));
		const problem = await eventually(() => problems.get("log-file:worker"));
		expect(problem.text).toContain("elsewhere.log");
	});

	test("emptied: it is said what does that", async () => {
		const { supervisor, files, problems } = await keep(
			daemonConfig(node("fast-writer.mjs", "100", "20"), { ...ONCE, logs: logSettings() }),
		);
		await supervisor.start("worker");
		await eventually(async () => (await stat(files.currentLog).catch(() => null))?.size === 2_000);
		// Again and again, because the keeper must have seen it at that size once.
		await eventually(async () => {
			await truncate(files.currentLog, 2_000);
			await delay(50);
			await truncate(files.currentLog, 0);
			return problems.get("log-emptied:worker");
		});
	});
});

test("what is wrong stands in the live state of the dashboard", async () => {
	const paths = await tempHome();
	const dashboard = await startDashboard([daemonConfig(node("fast-writer.mjs", "100"))], paths);
	await dashboard.api("/daemons/worker/start", { method: "POST" });
	const files = paths.daemon("worker");
	await eventually(() => stat(files.currentLog).catch(() => null));
	await rm(files.currentLog);
	const { headers, key } = await dashboard.signIn();
	const socket = connectSocket(dashboard.url, { extraHeaders: headers, auth: { key } });
	const follower = new Follower(await connected(socket));
	await follower.start();
	await follower.until((state) => state.problems.some(({ id }) => id === "log-file:worker"));
});
