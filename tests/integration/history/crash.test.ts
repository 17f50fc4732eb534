import { readFile, writeFile } from "node:fs/promises";
import { expect, onTestFinished, test } from "vitest";
import type { Paths } from "../../../server/config/paths.ts";
import type { Status } from "../../../server/contract/daemon.ts";
import type { HistorySummary } from "../../../server/contract/history.ts";
import { node } from "../../support/daemon-config.ts";
import { callApi } from "../../support/dashboard.ts";
import { type DashboardProcess, spawnDashboard } from "../../support/dashboard-process.ts";
import { end, isAlive } from "../../support/processes.ts";
import { tempHome } from "../../support/temp-home.ts";
import { eventually } from "../../support/wait.ts";

/** A state directory with one daemon, and a dashboard on it as a process of its own. */
async function begin(daemon: object) {
	const paths = await tempHome();
	await writeFile(paths.config, JSON.stringify({ daemons: { worker: { autostart: true, ...daemon } } }));
	return { paths, ...(await open(paths)) };
}

async function open(paths: Paths) {
	const dashboard: DashboardProcess = spawnDashboard(paths);
	const url = await dashboard.url();
	const token = (await readFile(paths.token, "utf8")).trim();
	const read = async <T extends object>(path: string): Promise<T> => (await callApi<T>(url, token, path)).body;
	return {
		summary: () => read<HistorySummary>("/daemons/worker/history/summary"),
		pid: async () => (await read<Status>("/status")).daemons[0]?.pid ?? null,
		async crash() {
			dashboard.child.kill("SIGKILL");
			await dashboard.exited;
		},
	};
}

test("after the dashboard was killed, a daemon that went on was up all the time, and started once", async () => {
	const first = await begin({ command: node("heartbeat.mjs") });
	const pid = await eventually(first.pid);
	onTestFinished(() => end(pid));
	const before = await eventually(async () => {
		const summary = await first.summary();
		return summary.spans.some(({ health }) => health === "ready") ? summary : null;
	});
	await first.crash();

	const second = await open(first.paths);
	expect(await second.pid()).toBe(pid);
	const after = await second.summary();
	expect(after).toMatchObject({ starts: 1, restarts: 0, ends: { total: 0 } });
	expect(after.seconds.up).toBeGreaterThan(before.seconds.up);
	for (const [index, { from }] of after.spans.entries()) if (index > 0) expect(from).toBe(after.spans[index - 1]?.to);
	await second.crash();
});

test("an end that the dashboard did not live to write down is told by the next one, once", async () => {
	const first = await begin({ command: node("heartbeat.mjs"), restart: { on: "never" } });
	const pid = await eventually(first.pid);
	await eventually(async () => (await first.summary()).starts === 1);
	end(pid);
	await first.crash();
	await eventually(async () => !(await isAlive(pid)));

	for (let time = 0; time < 2; time++) {
		const next = await open(first.paths);
		await eventually(async () => (await next.summary()).ends.total > 0);
		expect(await next.summary()).toMatchObject({ starts: 1, restarts: 0, ends: { total: 1 } });
		await next.crash();
	}
});
