import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { DaemonConfig } from "../../../server/config/types.ts";
import { daemonConfig, LIVE, node, program, READY } from "../../support/daemon-config.ts";
import { freePort } from "../../support/free-port.ts";
import { startHost } from "../../support/host.ts";
import { carriersOf, end, isAlive, send } from "../../support/processes.ts";
import { supervise } from "../../support/supervise.ts";
import { tempHome } from "../../support/temp-home.ts";
import { eventually } from "../../support/wait.ts";

const quick = { ...daemonConfig([]).restart, backoff: { initialMs: 10, factor: 1, maxMs: 10, jitter: 0 } };
const server = (port: number, changes: Partial<DaemonConfig>, delay = "300") =>
	daemonConfig(node("server.mjs", String(port), delay), changes);

async function linesOf(file: string): Promise<string[]> {
	return (await readFile(file, "utf8").catch(() => "")).split("\n").filter(Boolean);
}

describe("readiness", () => {
	const ways: [string, (port: number) => Partial<DaemonConfig["ready"]>][] = [
		["an address that answers", (port) => ({ http: `http://127.0.0.1:${port}/` })],
		["a port that takes a connection", (port) => ({ tcp: { host: "127.0.0.1", port } })],
		["a line of its log", () => ({ log: "now listening" })],
		[
			"a program that ends with 0",
			(port) => ({
				exec: [process.execPath, "-e", `fetch("http://127.0.0.1:${port}/").catch(() => process.exit(1))`],
			}),
		],
	];
	test.each(ways)("is %s: only then it counts as started", async (_, ready) => {
		const port = await freePort();
		const config = server(port, { ready: { ...READY, ...ready(port) } });
		const { supervisor } = await supervise(await tempHome(), [config]);
		expect(await supervisor.start("worker")).toMatchObject({ phase: "running", health: "ready", reason: null });
		expect((await fetch(`http://127.0.0.1:${port}/`)).ok).toBe(true);
	});

	test("a line that an earlier instance wrote does not count", async () => {
		const paths = await tempHome();
		const config = server(await freePort(), { ready: { ...READY, log: "now listening" } });
		const { supervisor, until } = await supervise(paths, [config]);
		await supervisor.start("worker");
		const restarted = supervisor.restart("worker");
		await until((one) => one.phase === "starting" && one.pid !== null);
		await restarted;
		expect((await linesOf(paths.daemon("worker").currentLog)).filter((line) => line === "now listening")).toHaveLength(
			2,
		);
	});

	test("what an earlier instance wrote last is not taken for the next one's word", async () => {
		const speaksOnce = `[ -e said ] || { touch said; printf '{"v":1,"activity":"working"}' >"$NIGHTSHIFT_STATUS_FILE"; }; exec sleep 1000`;
		const { home } = await tempHome();
		const config = daemonConfig(["sh", "-c", speaksOnce], { cwd: home });
		const { supervisor, until } = await supervise(await tempHome(), [config]);
		await supervisor.start("worker");
		await until((one) => one.activity === "working");
		expect(await supervisor.restart("worker")).toMatchObject({ phase: "running", activity: null, health: "unknown" });
	});

	test("one that is late runs, degraded, and is looked at until it is ready", async () => {
		const port = await freePort();
		const config = server(port, { ready: { ...READY, tcp: { host: "127.0.0.1", port }, timeoutMs: 200 } }, "1500");
		const { supervisor, until } = await supervise(await tempHome(), [config]);
		const late = await supervisor.start("worker");
		expect(late).toMatchObject({ phase: "running", health: "degraded" });
		expect(late.reason).toBe(`It is not ready yet: 127.0.0.1:${port} refused the connection; its log may say why.`);
		expect(await until((one) => one.health === "ready")).toMatchObject({ pid: late.pid, reason: null });
	});
});

describe("liveness", () => {
	test("one failed look is a mark, several in a row are a hang, and as many good ones a recovery", async () => {
		const port = await freePort();
		const flag = join((await tempHome()).home, "ill");
		const check = `process.exit(require("fs").existsSync(${JSON.stringify(flag)}) ? 1 : 0)`;
		const live = { ...LIVE, exec: [process.execPath, "-e", check], failures: 2, timeoutMs: 5_000 };
		const { supervisor, until, seen } = await supervise(await tempHome(), [server(port, { live })]);
		const hangs: string[] = [];
		supervisor.on("hang", ({ diagnosis }) => hangs.push(diagnosis));
		const { pid } = await supervisor.start("worker");
		await until((one) => one.health === "ready");
		await writeFile(flag, "");
		const hung = await until((one) => one.health === "hung");
		expect(hung.pid).toBe(pid);
		expect(seen.some((one) => one.health === "degraded")).toBe(true);
		await until((one) => one.reason?.includes("lives and waits for something") ?? false);
		expect(hangs).toEqual([expect.stringContaining("ended with 1")]);
		await rm(flag);
		expect(await until((one) => one.health === "ready")).toMatchObject({ pid, reason: null, restarts: 0 });
	});

	test("case 29: a health check that hangs times out, is killed with what it started, and never overlaps", async () => {
		const log = join((await tempHome()).home, "checks.log");
		const exec = [process.execPath, program("probe.mjs"), log, "hang"];
		const live = { ...LIVE, exec, timeoutMs: 2_500, failures: 3 };
		const { supervisor, until, instance } = await supervise(await tempHome(), [
			daemonConfig(node("sleeper.mjs"), { live }),
		]);
		const { pid } = await supervisor.start("worker");
		const token = `probe-of-${await instance()}`;
		const most = { checks: 0 };
		const hung = await eventually(async () => {
			const checks = await carriersOf(token);
			most.checks = Math.max(most.checks, checks.filter((one) => one.command !== "").length);
			const status = supervisor.statusOf("worker");
			return status.health === "hung" ? status : null;
		});
		expect(hung).toMatchObject({ pid, phase: "running" });
		expect(hung.reason ?? (await until((one) => one.reason !== null)).reason).toMatch(
			/o answer within 2\.5 s|look before it still hangs/,
		);
		expect(most.checks).toBeLessThanOrEqual(2); // the check and its child
		expect((await linesOf(log)).length).toBeGreaterThanOrEqual(3);
		await supervisor.stop("worker");
		await eventually(async () => ((await carriersOf(token)).length === 0 ? true : null));
	});

	test("is not looked at before it is ready: a slow start is no hang", async () => {
		const port = await freePort();
		const ready = { ...READY, log: "now listening" };
		const live = { ...LIVE, http: `http://127.0.0.1:${port}/`, failures: 1 };
		const { supervisor, until, seen } = await supervise(await tempHome(), [server(port, { ready, live }, "1500")]);
		await supervisor.start("worker");
		await until((one) => one.health === "ready");
		expect(seen.map((one) => one.health)).not.toContain("hung");
	});

	test("case 29: an address that never answers is asked by one request at a time", async () => {
		const port = await freePort();
		const live = { ...LIVE, http: `http://127.0.0.1:${port}/hang`, timeoutMs: 1_500, failures: 3 };
		const config = server(port, { ready: { ...READY, log: "now listening" }, live }, "0");
		const { supervisor, until } = await supervise(await tempHome(), [config]);
		await supervisor.start("worker");
		await until((one) => one.health === "hung");
		expect(await (await fetch(`http://127.0.0.1:${port}/most`)).text()).toBe("1");
	});

	test("a check that outlived its dashboard is ended by the next", async () => {
		const paths = await tempHome();
		const log = join(paths.home, "checks.log");
		const live = { ...LIVE, exec: [process.execPath, program("probe.mjs"), log, "hang"], timeoutMs: 60_000 };
		const config = daemonConfig(node("sleeper.mjs"), { live });
		const host = await startHost(paths.home, [config]);
		await host.ask("start worker");
		const [check] = await eventually(async () => {
			const lines = await linesOf(log);
			return lines.length > 0 ? lines : null;
		});
		await host.kill();
		expect(await isAlive(Number(check))).toBe(true);
		const { supervisor } = await supervise(paths, [{ ...config, live: { ...live, intervalMs: 60_000 } }]);
		expect(supervisor.statusOf("worker")).toMatchObject({ phase: "running", adopted: true });
		expect(await isAlive(Number(check))).toBe(false);
	});

	test("a hang restarts it when that is configured, and is told apart from a crash", async () => {
		const port = await freePort();
		const live = { ...LIVE, http: `http://127.0.0.1:${port}/status/500`, failures: 2, onHang: "restart" as const };
		const ready = { ...READY, log: "now listening" };
		const { supervisor, until } = await supervise(await tempHome(), [
			server(port, { live, ready, restart: quick }, "0"),
		]);
		const { pid } = await supervisor.start("worker");
		const next = await until((one) => one.restarts === 1 && one.phase === "running");
		expect(next).toMatchObject({ lastExit: { cause: "watchdog" }, failures: 1 });
		expect(next.pid).not.toBe(pid);
	});

	test("case 27: an event loop that is blocked while an approval is pending is reported, not killed", async () => {
		const config = daemonConfig(node("busy.mjs"), {
			ready: { ...READY, heartbeat: true },
			live: { ...LIVE, heartbeatMs: 1_000 },
			stop: { signal: "SIGTERM", timeoutMs: 100 },
		});
		const { supervisor, until } = await supervise(await tempHome(), [config]);
		const { pid } = await supervisor.start("worker");
		const hung = await until((one) => one.health === "hung" && (one.reason?.includes("Process") ?? false));
		expect(hung).toMatchObject({ pid, phase: "running", activity: "waiting", waitingOn: ["Q-1"] });
		expect(hung.reason).toMatch(/No heartbeat for \d+ s\. Process \d+ (uses \d+ % of a core|lives)/);
		expect(await isAlive(pid ?? 0)).toBe(true);
	});

	test("case 25: after a sleep of everything the watchdog waits for a new heartbeat instead of killing", async () => {
		const paths = await tempHome();
		const config = daemonConfig(node("heartbeat.mjs", "working"), {
			ready: { ...READY, heartbeat: true },
			live: { ...LIVE, heartbeatMs: 2_000, onHang: "restart" },
		});
		const host = await startHost(paths.home, [config]);
		const { pid } = await host.ask("start worker");
		const began = performance.now();
		for (const one of [pid, host.process.pid]) send(one, "SIGSTOP");
		await eventually(() => performance.now() - began > 7_500);
		send(host.process.pid, "SIGCONT"); // the supervisor looks before the daemon can speak
		const awake = performance.now();
		await eventually(() => performance.now() - awake > 1_200);
		send(pid, "SIGCONT");
		await eventually(() => performance.now() - awake > 3_500);
		const after = await host.ask("status worker");
		expect(after).toMatchObject({ pid, restarts: 0, failures: 0, health: "ready" });
		end(pid);
	});
});
