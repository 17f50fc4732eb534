import { rename, rm, writeFile } from "node:fs/promises";
import { expect, onTestFinished, test } from "vitest";
import { loadConfig } from "../../../server/config/load.ts";
import type { Paths } from "../../../server/config/paths.ts";
import { readProcessRecord } from "../../../server/supervisor/records.ts";
import { node } from "../../support/daemon-config.ts";
import { startDashboard } from "../../support/dashboard.ts";
import { ask, connected, connectSocket, Follower } from "../../support/live-client.ts";
import { end, isAlive } from "../../support/processes.ts";
import { tempHome } from "../../support/temp-home.ts";

const sleeper = { command: node("sleeper.mjs"), autostart: true };

/** As an editor saves: another file, renamed. */
async function save(paths: Paths, daemons: Record<string, unknown> | string): Promise<void> {
	const text = typeof daemons === "string" ? daemons : JSON.stringify({ daemons }, null, "\t");
	await writeFile(`${paths.config}.new`, text);
	await rename(`${paths.config}.new`, paths.config);
}

/** @param meanwhile what is written while the dashboard is on its way up */
async function running(daemons: Record<string, unknown>, meanwhile?: Record<string, unknown>) {
	const paths = await tempHome();
	await save(paths, daemons);
	const loaded = await loadConfig(paths, {});
	if (meanwhile) await save(paths, meanwhile);
	const dashboard = await startDashboard(loaded.daemons, paths, loaded.text);
	const extraHeaders = { authorization: `Bearer ${dashboard.token.current()}` };
	const socket = await connected(connectSocket(dashboard.url, { extraHeaders }));
	const live = new Follower(socket);
	await live.start();
	onTestFinished(async () => {
		for (const name of ["worker", "second", "third"]) {
			end((await readProcessRecord(paths.daemon(name)))?.identity?.pid);
		}
	});
	const daemon = (name: string) => live.state.daemons.find((one) => one.name === name);
	const pidOf = (name: string) =>
		live.until(() => daemon(name)?.phase === "running").then(() => daemon(name)?.pid ?? 0);
	const call = (event: string, name: string) => ask(socket, event, { name });
	return { paths, live, daemon, pidOf, call };
}

test("case 44: a mistake made while it runs is shown with its line, and the settings before it stay in force", async () => {
	const { paths, live, pidOf, daemon } = await running({ worker: sleeper });
	const pid = await pidOf("worker");
	await save(paths, '{\n\t"daemons": {\n\t\t"worker": { "comand": ["x"] }\n\t}\n}');
	await live.until((state) => state.problems.some(({ id }) => id === "config"));
	expect(live.state.problems[0]?.text).toMatch(/config\.json, line 3: .*did you mean "command".*stay in force/);
	expect(daemon("worker")).toMatchObject({ pid, phase: "running" });
	await save(paths, { worker: sleeper });
	await live.until((state) => state.problems.length === 0);
	expect(daemon("worker")?.pid).toBe(pid);
});

test("a configuration that is gone is named, and nothing is stopped for it", async () => {
	const { paths, live, pidOf } = await running({ worker: sleeper });
	const pid = await pidOf("worker");
	await rm(paths.config);
	await live.until((state) => state.problems.some(({ text }) => text.includes("is gone; put it back")));
	expect(await isAlive(pid)).toBe(true);
});

test("a daemon that is added appears, in its place, and starts when it starts by itself", async () => {
	const { paths, live, pidOf } = await running({ worker: sleeper });
	const pid = await pidOf("worker");
	await save(paths, { second: sleeper, worker: sleeper, third: { ...sleeper, autostart: false } });
	expect(await pidOf("second")).toBeGreaterThan(0);
	await live.until((state) => state.daemons.length === 3);
	expect(live.state.daemons.map(({ name, phase }) => [name, phase])).toEqual([
		["second", "running"],
		["worker", "running"],
		["third", "stopped"],
	]);
	expect(await pidOf("worker")).toBe(pid);
});

test("what is written while the dashboard starts is taken up too", async () => {
	const { pidOf } = await running({ worker: sleeper }, { worker: sleeper, second: sleeper });
	expect(await pidOf("second")).toBeGreaterThan(0);
});

test("a daemon that is taken out goes on until it is stopped, and is gone then", async () => {
	const { paths, live, pidOf, daemon, call } = await running({ worker: sleeper, second: sleeper });
	const pid = await pidOf("second");
	await save(paths, { worker: sleeper });
	await live.until(() => daemon("second")?.reason?.includes("not in config.json any more") ?? false);
	expect(await isAlive(pid)).toBe(true);
	await call("daemon:stop", "second");
	await live.until(() => daemon("second") === undefined);
	expect(await isAlive(pid)).toBe(false);
	expect(daemon("worker")?.phase).toBe("running");
});

test("what only a new process takes up is said to wait for its next start", async () => {
	const { paths, live, pidOf, daemon, call } = await running({ worker: sleeper });
	const pid = await pidOf("worker");
	await save(paths, { worker: { ...sleeper, env: { LEVEL: "2" } } });
	await live.until(() => daemon("worker")?.restartNeeded === true);
	expect(await pidOf("worker")).toBe(pid);
	await call("daemon:restart", "worker");
	await live.until(() => daemon("worker")?.restartNeeded === false && daemon("worker")?.phase === "running");
	expect(await pidOf("worker")).not.toBe(pid);
});

test("what needs no new process holds at once", async () => {
	const { paths, live, pidOf, daemon } = await running({ worker: { ...sleeper, stop: { timeout: "1h" } } });
	const pid = await pidOf("worker");
	await save(paths, { worker: { ...sleeper, limits: { memory: "8GiB" } } });
	await live.until(() => daemon("worker")?.memoryLimitBytes === 8 * 2 ** 30);
	expect(daemon("worker")).toMatchObject({ pid, restartNeeded: false });
});
