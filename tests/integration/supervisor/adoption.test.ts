import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { processTable } from "../../../server/process-table/table.ts";
import { captureIdentity, type Identity, verifyIdentity } from "../../../server/supervisor/identity.ts";
import { type ProcessRecord, readProcessRecord } from "../../../server/supervisor/records.ts";
import { stopTree } from "../../../server/supervisor/stop-tree.ts";
import { daemonConfig, node } from "../../support/daemon-config.ts";
import { startHost } from "../../support/host.ts";
import { end, isAlive, send } from "../../support/processes.ts";
import { supervise } from "../../support/supervise.ts";
import { tempHome } from "../../support/temp-home.ts";
import { eventually, fileText } from "../../support/wait.ts";

/** A living process that carries the token of another daemon, under the very pid and start time on record. */
async function strangerRecord(changes: Partial<Identity> = {}): Promise<ProcessRecord> {
	const env = { ...process.env, NIGHTSHIFT_INSTANCE: "another-daemon" };
	const child = spawn(...programOf("sleeper.mjs"), { stdio: "ignore", detached: true, env });
	await once(child, "spawn");
	onTestFinished(() => end(child.pid));
	const identity = await captureIdentity(child.pid ?? 0, "token-of-an-earlier-daemon");
	if (!identity) throw new Error("the stranger ended too soon");
	return {
		v: 1,
		name: "worker",
		instance: identity.instance,
		startedAt: new Date().toISOString(),
		oomKills: null,
		identity: { ...identity, ...changes },
	};
}

function programOf(name: string): [string, string[]] {
	const [file = "", ...args] = node(name);
	return [file, args];
}

describe("finding a daemon again", () => {
	test("case 1: the same process is adopted after the dashboard was killed, with its uptime and counters", async () => {
		const paths = await tempHome();
		const config = daemonConfig(node("exits.mjs", "400", "1"), {
			restart: { ...daemonConfig([]).restart, backoff: { initialMs: 10, factor: 1, maxMs: 10, jitter: 0 } },
		});
		const first = await startHost(paths.home, [config]);
		await first.ask("start worker");
		const before = await eventually(async () => {
			const status = await first.ask("status worker");
			return status.restarts >= 2 && status.phase === "running" ? status : null;
		});
		// The program ends every 400 ms: from here on a long-lived one takes its place, with the counters of the first.
		await first.kill();
		expect(before.restarts).toBeGreaterThanOrEqual(2);

		const sleeper = daemonConfig(node("sleeper.mjs"));
		const second = await startHost(paths.home, [sleeper]);
		const up = await eventually(async () => {
			const status = await second.ask("status worker");
			return status.phase === "running" && !status.adopted ? status : null;
		});
		await second.kill();
		expect(await isAlive(up.pid ?? 0)).toBe(true);

		const { supervisor } = await supervise(paths, [sleeper]);
		const status = supervisor.statusOf("worker");
		expect(status).toMatchObject({
			pid: up.pid,
			startedAt: up.startedAt,
			phase: "running",
			desired: "up",
			adopted: true,
			restarts: up.restarts,
			failures: up.failures,
			identity: { boot: true, startTime: true, executable: true, instance: true },
		});
		expect(status.uptimeSeconds).toBeGreaterThanOrEqual(up.uptimeSeconds ?? Number.POSITIVE_INFINITY);
		expect(await supervisor.stop("worker")).toMatchObject({ phase: "stopped", pid: null });
		expect(await isAlive(up.pid ?? 0)).toBe(false);
	});

	test("case 2: no byte of the log is lost while the dashboard dies and returns, and the daemon lives on", async () => {
		const paths = await tempHome();
		const config = daemonConfig(node("counter.mjs"));
		const log = paths.daemon("worker").currentLog;
		const host = await startHost(paths.home, [config]);
		const started = await host.ask("start worker");
		await fileText(log, (text) => text.split("\n").length > 100);
		await host.kill();
		const atDeath = (await stat(log)).size;
		await fileText(log, (text) => text.length > atDeath + 10_000);

		const { supervisor } = await supervise(paths, [config]);
		expect(supervisor.statusOf("worker").pid).toBe(started.pid);
		await supervisor.stop("worker");
		const lines = (await readFile(log, "utf8")).trimEnd().split("\n");
		expect(lines.findIndex((line, index) => line !== String(index))).toBe(-1);
		expect(lines.length).toBeGreaterThan(1_000);
	});

	test("case 3: a record that names a living stranger is cleaned away, and the stranger gets no signal", async () => {
		const paths = await tempHome();
		await mkdir(paths.daemon("worker").dir, { recursive: true });
		const record = await strangerRecord();
		await writeFile(paths.daemon("worker").process, JSON.stringify(record));
		const signals: [number, string][] = [];
		if (!record.identity) throw new Error("no identity");
		await stopTree(record.identity, { signal: "SIGTERM", timeoutMs: 100, kill: (...one) => signals.push(one) });
		expect(signals).toEqual([]);

		const { supervisor } = await supervise(paths, [daemonConfig(node("sleeper.mjs"))]);
		expect(supervisor.statusOf("worker")).toMatchObject({ phase: "stopped", pid: null });
		expect(await supervisor.start("worker")).toMatchObject({ phase: "running" });
		expect(await supervisor.stop("worker")).toMatchObject({ phase: "stopped" });
		expect(await readProcessRecord(paths.daemon("worker"))).toBeNull();
		expect(await isAlive(record.identity.pid)).toBe(true);
	});

	test("a program that throws its environment away is still found again", async () => {
		const paths = await tempHome();
		const config = daemonConfig(["env", "-i", "PATH=/usr/bin:/bin", "sleep", "998"]);
		const host = await startHost(paths.home, [config]);
		const started = await host.ask("start worker");
		await host.kill();
		const { supervisor } = await supervise(paths, [config]);
		expect(supervisor.statusOf("worker")).toMatchObject({ pid: started.pid, adopted: true, phase: "running" });
		expect(supervisor.statusOf("worker").identity).toMatchObject({ boot: true, startTime: true, instance: null });
		await supervisor.stop("worker");
		expect(await isAlive(started.pid ?? 0)).toBe(false);
	});

	test.each(["", "{"])("a healthy daemon lives on when what was wanted of it is lost (%j)", async (left) => {
		const paths = await tempHome();
		const config = daemonConfig(node("sleeper.mjs"));
		const host = await startHost(paths.home, [config]);
		const started = await host.ask("start worker");
		await host.kill();
		await (left ? writeFile(paths.daemon("worker").supervision, left) : rm(paths.daemon("worker").supervision));
		const { supervisor } = await supervise(paths, [config]);
		expect(supervisor.statusOf("worker")).toMatchObject({ pid: started.pid, desired: "up", phase: "running" });
	});

	test("a stop that was acknowledged outlives the dashboard, also one during a backoff", async () => {
		const paths = await tempHome();
		const config = daemonConfig(node("exits.mjs", "0", "1"), {
			restart: { ...daemonConfig([]).restart, backoff: { initialMs: 60_000, factor: 1, maxMs: 60_000, jitter: 0 } },
		});
		const host = await startHost(paths.home, [config]);
		await host.ask("start worker");
		await eventually(async () => (await host.ask("status worker")).phase === "backing-off" || null);
		await host.ask("stop worker");
		await host.kill();
		const { supervisor } = await supervise(paths, [config]);
		expect(supervisor.statusOf("worker")).toMatchObject({ desired: "down", phase: "stopped" });
	});

	test("one that ended politely while no dashboard ran is started again, without a failure", async () => {
		const paths = await tempHome();
		const config = daemonConfig(node("sleeper.mjs"));
		const host = await startHost(paths.home, [config]);
		const started = await host.ask("start worker");
		await host.kill();
		const { instance } = (await readProcessRecord(paths.daemon("worker"))) ?? {};
		const own = { v: 1, instance, code: 0, signal: null, at: new Date().toISOString(), by: "daemon" };
		await writeFile(paths.daemon("worker").exit, JSON.stringify(own));
		end(started.pid);
		await eventually(async () => !(await isAlive(started.pid ?? 0)) || null);
		const { until } = await supervise(paths, [config]);
		expect(await until((one) => one.phase === "running")).toMatchObject({ failures: 0, adopted: false });
	});

	test.each([
		["empty", ""],
		["zero", "0"],
		["minus one", "-1"],
		["text", "not a record"],
		["half-written", '{"v":1,"name":"worker","instance":"abc","identi'],
		["with pid 0", JSON.stringify({ v: 1, identity: { pid: 0 } })],
		[
			"with pid -1",
			JSON.stringify({
				v: 1,
				name: "worker",
				instance: "x",
				startedAt: new Date().toISOString(),
				oomKills: null,
				identity: { pid: -1, boot: null, startTime: "1", executable: null, instance: "x" },
			}),
		],
	])("case 4: a record that is %s counts as stale and is cleaned", async (_, content) => {
		const paths = await tempHome();
		await mkdir(paths.daemon("worker").dir, { recursive: true });
		await writeFile(paths.daemon("worker").process, content);
		const { supervisor } = await supervise(paths, [daemonConfig(node("sleeper.mjs"))]);
		expect(supervisor.statusOf("worker")).toMatchObject({ phase: "stopped", pid: null, reason: null });
		await expect(stat(paths.daemon("worker").process)).rejects.toThrow("ENOENT");
	});

	test("case 5: the same pid and start time of another boot or pid namespace is stale", async () => {
		const identity = await captureIdentity(process.pid, "any");
		if (!identity) throw new Error("the test's own process has no identity");
		const [bootId = "", namespace = ""] = (identity.boot ?? "").split(" ");
		expect(bootId).toMatch(/^[0-9a-f-]{36}$/);
		const otherBoot = { ...identity, boot: `00000000-0000-0000-0000-000000000000 ${namespace}` };
		const otherNamespace = { ...identity, boot: `${bootId} pid:[1]` };
		expect((await verifyIdentity(otherBoot)).verdict).toBe("gone");
		expect((await verifyIdentity(otherNamespace)).verdict).toBe("gone");
		const paths = await tempHome();
		await mkdir(paths.daemon("worker").dir, { recursive: true });
		await writeFile(paths.daemon("worker").process, JSON.stringify(await strangerRecord({ boot: otherBoot.boot })));
		const { supervisor } = await supervise(paths, [daemonConfig(node("sleeper.mjs"))]);
		expect(supervisor.statusOf("worker")).toMatchObject({ phase: "stopped", pid: null });
	});

	test("a daemon whose dashboard died between starting and recording it is found by its token", async () => {
		const paths = await tempHome();
		const config = daemonConfig(node("sleeper.mjs"));
		const host = await startHost(paths.home, [config]);
		const started = await host.ask("start worker");
		await host.kill();
		const record = await readProcessRecord(paths.daemon("worker"));
		await writeFile(paths.daemon("worker").process, JSON.stringify({ ...record, identity: null }));
		const { supervisor } = await supervise(paths, [config]);
		expect(supervisor.statusOf("worker")).toMatchObject({ pid: started.pid, adopted: true, phase: "running" });
	});

	test("case 17: a zombie counts as dead", async () => {
		const zombie = { ...(await captureIdentity(process.pid, "any")) } as Identity;
		const table = {
			...processTable,
			read: async (pid: number) => {
				const info = await processTable.read(pid);
				return info && { ...info, zombie: true };
			},
		};
		expect((await verifyIdentity(zombie, table)).verdict).toBe("gone");
	});

	test("case 38: the end of an adopted daemon is seen within half a second, with the code of its own record", async () => {
		const paths = await tempHome();
		const config = daemonConfig(node("sleeper.mjs"), { restart: { ...daemonConfig([]).restart, on: "never" } });
		const host = await startHost(paths.home, [config]);
		const started = await host.ask("start worker");
		await host.kill();
		const { until, instance } = await supervise(paths, [config]);
		const own = { v: 1, instance: await instance(), code: 7, signal: null, at: new Date().toISOString(), by: "daemon" };
		await writeFile(paths.daemon("worker").exit, JSON.stringify(own));
		const killedAt = performance.now();
		send(started.pid, "SIGKILL");
		const status = await until((one) => one.phase === "failed");
		expect(performance.now() - killedAt).toBeLessThan(1_000);
		expect(status.lastExit).toMatchObject({ code: 7, signal: null });
	});

	test("case 38: without a record of its own the exit code of an adopted daemon is null", async () => {
		const paths = await tempHome();
		const config = daemonConfig(node("sleeper.mjs"), { restart: { ...daemonConfig([]).restart, on: "never" } });
		const host = await startHost(paths.home, [config]);
		const started = await host.ask("start worker");
		await host.kill();
		const { until } = await supervise(paths, [config]);
		send(started.pid, "SIGKILL");
		const status = await until((one) => one.phase === "failed");
		expect(status.lastExit).toMatchObject({ code: null, signal: null, cause: "unknown" });
	});
});
