import parse, { type Family } from "parse-prometheus-text-format";
import { describe, expect, test } from "vitest";
import type { DaemonConfig } from "../../../server/config/types.ts";
import type { Status } from "../../../server/contract/daemon.ts";
import { daemonConfig, LIVE, node } from "../../support/daemon-config.ts";
import { startDashboard, type TestDashboard } from "../../support/dashboard.ts";
import { send } from "../../support/processes.ts";
import { eventually } from "../../support/wait.ts";

const steady = daemonConfig(node("heartbeat.mjs"), {
	name: "steady",
	ready: { ...daemonConfig([]).ready, heartbeat: true },
});
const crashing = daemonConfig(["sh", "-c", "exit 3"], {
	name: "crashing",
	restart: { ...daemonConfig([]).restart, limit: { failures: 2, withinMs: 600_000 } },
});

async function fetchMetrics({ url, token }: TestDashboard): Promise<{ text: string; families: Map<string, Family> }> {
	const response = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${token.current()}` } });
	expect(response.status).toBe(200);
	expect(response.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
	const text = await response.text();
	return { text, families: new Map(parse(text).map((family) => [family.name, family])) };
}

/** The value of the series with these labels; undefined when there is none. */
function seriesOf(
	families: Map<string, Family>,
	name: string,
	labels: Record<string, string> = {},
): number | undefined {
	const found = families
		.get(name)
		?.metrics.find((one) => Object.entries(labels).every(([key, value]) => one.labels?.[key] === value));
	return found && Number(found.value);
}

async function dashboardWith(...daemons: DaemonConfig[]) {
	const dashboard = await startDashboard(daemons);
	for (const { name } of daemons) await dashboard.api(`/daemons/${name}/start`, { method: "POST" });
	return dashboard;
}

describe("GET /metrics", () => {
	test("tells what runs, what ended and why, and what waits", async () => {
		const dashboard = await dashboardWith(steady, crashing);
		await dashboard.api("/questions", { body: { title: "Well?" } });
		await eventually(async () => {
			const [first, second] = (await dashboard.api<Status>("/status")).body.daemons;
			return first?.memoryBytes !== null && second?.phase === "failed";
		});
		await eventually(
			async () => seriesOf((await fetchMetrics(dashboard)).families, "nightshift_questions_pending") === 1,
		);
		const { families, text } = await fetchMetrics(dashboard);

		const one = { daemon: "steady" };
		expect(seriesOf(families, "nightshift_daemon_up", one)).toBe(1);
		expect(seriesOf(families, "nightshift_daemon_phase", { ...one, phase: "running" })).toBe(1);
		expect(seriesOf(families, "nightshift_daemon_phase", { ...one, phase: "failed" })).toBe(0);
		expect(seriesOf(families, "nightshift_daemon_health", { ...one, health: "ready" })).toBe(1);
		expect(seriesOf(families, "nightshift_daemon_activity", { ...one, activity: "working" })).toBe(1);
		expect(seriesOf(families, "nightshift_daemon_resident_memory_bytes", one)).toBeGreaterThan(1e6);
		expect(seriesOf(families, "nightshift_daemon_cpu_seconds_total", one)).toBeGreaterThanOrEqual(0);
		const now = Date.now() / 1_000;
		const heartbeat = seriesOf(families, "nightshift_daemon_last_heartbeat_timestamp_seconds", one) ?? 0;
		expect(now - heartbeat).toBeLessThan(5);
		expect(now - (seriesOf(families, "nightshift_daemon_start_time_seconds", one) ?? 0)).toBeLessThan(60);
		expect(seriesOf(families, "nightshift_daemon_exits_total", { ...one, cause: "crash" })).toBe(0);

		const other = { daemon: "crashing" };
		expect(seriesOf(families, "nightshift_daemon_up", other)).toBe(0);
		expect(seriesOf(families, "nightshift_daemon_desired_up", other)).toBe(1);
		expect(seriesOf(families, "nightshift_daemon_exits_total", { ...other, cause: "crash" })).toBe(3);
		expect(seriesOf(families, "nightshift_daemon_restarts_total", other)).toBe(2);
		expect(seriesOf(families, "nightshift_daemon_consecutive_failures", other)).toBe(3);
		expect(seriesOf(families, "nightshift_daemon_health", other)).toBeUndefined();
		expect(seriesOf(families, "nightshift_daemon_resident_memory_bytes", other)).toBeUndefined();

		expect(seriesOf(families, "nightshift_dashboard_process_resident_memory_bytes")).toBeGreaterThan(1e7);
		for (const family of families.values()) {
			expect(family.help, family.name).not.toBe("");
			expect(["COUNTER", "GAUGE"], family.name).toContain(family.type);
		}
		expect(text).not.toMatch(/NaN|Infinity|undefined/);
	});

	test("keeps counting what a person's start sets back, and counts a stop that was asked for as one", async () => {
		const dashboard = await dashboardWith(crashing);
		const failed = () =>
			eventually(async () => (await dashboard.api<Status>("/status")).body.daemons[0]?.phase === "failed");
		await failed();
		await dashboard.api("/daemons/crashing/start", { method: "POST" });
		const crashes = async () =>
			seriesOf((await fetchMetrics(dashboard)).families, "nightshift_daemon_exits_total", { cause: "crash" });
		await eventually(async () => (await crashes()) === 6);
		expect(seriesOf((await fetchMetrics(dashboard)).families, "nightshift_daemon_restarts_total")).toBe(4);

		const other = await dashboardWith(steady);
		await other.api("/daemons/steady/stop", { method: "POST" });
		expect(seriesOf((await fetchMetrics(other)).families, "nightshift_daemon_exits_total", { cause: "user" })).toBe(1);
	});

	test("counts hangs", async () => {
		const dashboard = await dashboardWith({ ...steady, live: { ...LIVE, heartbeatMs: 1_200 } });
		send((await dashboard.api<Status>("/status")).body.daemons[0]?.pid, "SIGSTOP");
		await eventually(
			async () => seriesOf((await fetchMetrics(dashboard)).families, "nightshift_daemon_hangs_total") === 1,
		);
		const { families } = await fetchMetrics(dashboard);
		expect(seriesOf(families, "nightshift_daemon_health", { health: "hung" })).toBe(1);
	});

	test("is for those who are signed in alone", async () => {
		const { url, signIn, token } = await startDashboard();
		const ask = async (headers: Record<string, string>, method = "GET") =>
			(await fetch(`${url}/metrics`, { method, headers })).status;
		const bearer = { authorization: `Bearer ${token.current()}` };
		expect(await ask({})).toBe(401);
		expect(await ask({ authorization: "Bearer wrong" })).toBe(401);
		expect(await ask({ ...bearer, origin: "http://evil.example" })).toBe(403);
		const { cookie, headers } = await signIn();
		expect(await ask(headers)).toBe(200);
		expect(await ask({ cookie, origin: url })).toBe(401);
		expect(await ask(bearer, "HEAD")).toBe(200);
		expect(await ask(bearer, "POST")).toBe(404);
	});
});
