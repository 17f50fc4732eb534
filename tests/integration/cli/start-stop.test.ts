import { createServer } from "node:net";
import { expect, test } from "vitest";
import { node } from "../../support/daemon-config.ts";
import { isAlive, send } from "../../support/processes.ts";
import { type Cli, cliFor, writeConfig } from "./run-cli.ts";

const BOT = { command: node("sleeper.mjs") };

async function pids(cli: Cli): Promise<{ dashboard: number | null; bot: number | null }> {
	const { dashboard, daemons } = await cli.json("status");
	return { dashboard: dashboard.pid, bot: daemons.find(({ name }) => name === "bot")?.pid ?? null };
}

test("start brings up the dashboard and the daemons that start with it; again is harmless; stop ends all", async () => {
	const cli = await cliFor({ bot: { ...BOT, autostart: true }, other: BOT });
	const first = await cli.run("start");
	expect(first).toMatchObject({ status: 0, stderr: "" });
	expect(first.stdout).toMatch(/^bot +running/m);
	expect(first.stdout).toMatch(/^other +stopped/m);
	expect(first.stdout).toMatch(/^Open http:\/\/127\.0\.0\.1:\d+\/\?token=\S+$/m);
	const before = await pids(cli);

	expect(await cli.run("start")).toMatchObject({ status: 0 });
	expect(await pids(cli)).toEqual(before);

	const stopped = await cli.run("stop");
	expect(stopped).toMatchObject({ status: 0, stdout: expect.stringContaining("bot stopped.\nDashboard stopped") });
	expect(await pids(cli)).toEqual({ dashboard: null, bot: null });
	expect(await isAlive(before.bot ?? 0)).toBe(false);
	expect(await cli.run("stop")).toMatchObject({ status: 0, stdout: "Nothing was running." });
});

test("start and stop with names are about those daemons, and about nothing else", async () => {
	const cli = await cliFor({ bot: BOT, other: BOT });
	expect(await cli.run("start", "bot")).toMatchObject({ status: 0 });
	expect(await cli.run("status", "bot")).toMatchObject({ status: 0 });
	expect(await cli.run("status", "other")).toMatchObject({ status: 3 });
	expect(await cli.run("stop", "bot")).toMatchObject({ status: 0, stdout: "bot stopped." });
	expect(await cli.run("stop", "bot")).toMatchObject({ status: 0, stdout: "bot was not running." });
	expect((await pids(cli)).dashboard).not.toBeNull();
});

test("of several names one that is none keeps the others from being started", async () => {
	const cli = await cliFor({ bot: BOT });
	await cli.run("start");
	expect(await cli.run("start", "bot", "bto")).toMatchObject({
		status: 1,
		stderr: 'nightshift: There is no daemon named "bto"; config.json has: bot.',
	});
	expect((await pids(cli)).bot).toBeNull();
});

test.each([["start"], ["stop"], ["restart"], ["status"], ["logs"]])(
	"%s says which daemons there are",
	async (command) => {
		const cli = await cliFor({ bot: BOT, other: BOT });
		expect(await cli.run(command, "bto")).toEqual({
			status: 1,
			stdout: "",
			stderr: 'nightshift: There is no daemon named "bto"; config.json has: bot, other.',
		});
	},
);

test("after the dashboard was killed: status still tells, and start finds the same process again", async () => {
	const cli = await cliFor({ bot: BOT });
	await cli.run("start", "bot");
	const before = await pids(cli);
	send(before.dashboard, "SIGKILL");

	const down = await cli.json("status");
	expect(down.dashboard).toEqual({ running: false, pid: null, url: null, version: null, startedAt: null });
	expect(down.daemons[0]).toMatchObject({ phase: "running", pid: before.bot, cpuPercent: null });

	await cli.run("start");
	const up = await cli.json("status");
	expect(up.dashboard.pid).not.toBe(before.dashboard);
	expect(up.daemons[0]).toMatchObject({ phase: "running", pid: before.bot, adopted: true });
});

test("stop works without a dashboard", async () => {
	const cli = await cliFor({ bot: BOT });
	await cli.run("start", "bot");
	const { dashboard, bot } = await pids(cli);
	send(dashboard, "SIGKILL");
	expect(await cli.run("stop", "bot")).toMatchObject({ status: 0, stdout: "bot stopped." });
	expect(await isAlive(bot ?? 0)).toBe(false);
});

test("stop ends a dashboard that hangs, and the daemons too", async () => {
	const cli = await cliFor({ bot: BOT });
	await cli.run("start", "bot");
	const { dashboard, bot } = await pids(cli);
	send(dashboard, "SIGSTOP");

	const hung = await cli.run("status");
	expect(hung).toMatchObject({ status: 0, stdout: expect.stringMatching(/^dashboard +does not answer/m) });
	expect(await cli.run("stop", "bot")).toMatchObject({ status: 1, stderr: expect.stringContaining("does not answer") });
	expect(await cli.run("open", "--print")).toMatchObject({
		status: 1,
		stderr: expect.stringMatching(/runs but does not answer: .*"nightshift restart --dashboard-only"/),
	});
	const stopped = await cli.run("stop");
	expect(stopped).toMatchObject({ status: 0, stdout: expect.stringContaining("by force: it hung") });
	expect(await isAlive(bot ?? 0)).toBe(false);
	expect(await isAlive(dashboard ?? 0)).toBe(false);
});

test("many starts at once make one dashboard and one process of the daemon", async () => {
	const cli = await cliFor({ bot: BOT });
	const results = await Promise.all(Array.from({ length: 6 }, () => cli.json("start", "bot")));
	expect(new Set(results.map(({ dashboard }) => dashboard.pid)).size).toBe(1);
	expect(new Set(results.map(({ daemons }) => daemons[0]?.pid)).size).toBe(1);
});

test("--dashboard-only leaves the daemons running, stopped and restarted", async () => {
	const cli = await cliFor({ bot: BOT });
	await cli.run("start", "bot");
	const before = await pids(cli);
	await cli.run("restart", "--dashboard-only");
	const after = await pids(cli);
	expect(after).toEqual({ dashboard: expect.any(Number), bot: before.bot });
	expect(after.dashboard).not.toBe(before.dashboard);
	expect(await cli.run("stop", "--dashboard-only")).toMatchObject({
		stdout: expect.stringMatching(/^Dashboard stopped/),
	});
	expect(await pids(cli)).toEqual({ dashboard: null, bot: before.bot });
});

test("restart brings back what was running, in new processes", async () => {
	const cli = await cliFor({ bot: BOT, other: BOT });
	await cli.run("start", "bot");
	const before = await pids(cli);
	const after = await cli.json("restart");
	expect(after.dashboard.pid).not.toBe(before.dashboard);
	expect(after.daemons).toMatchObject([
		{ name: "bot", phase: "running" },
		{ name: "other", phase: "stopped" },
	]);
	expect(after.daemons[0]?.pid).not.toBe(before.bot);

	const named = await cli.json("restart", "bot");
	expect(named.dashboard.pid).toBe(after.dashboard.pid);
	expect(named.daemons[0]?.pid).not.toBe(after.daemons[0]?.pid);
});

test("stop also ends a daemon that config.json no longer has", async () => {
	const cli = await cliFor({ bot: BOT });
	await cli.run("start", "bot");
	const { bot } = await pids(cli);
	await writeConfig(cli.paths, { other: BOT });
	await cli.run("restart", "--dashboard-only");
	expect(await isAlive(bot ?? 0)).toBe(true);
	expect(await cli.run("stop")).toMatchObject({ status: 0, stdout: expect.stringContaining("bot stopped.") });
	expect(await isAlive(bot ?? 0)).toBe(false);
});

test("a daemon that has just been put into config.json can be started at once; a mistake there is told", async () => {
	const cli = await cliFor({ bot: BOT });
	await cli.run("start");
	await writeConfig(cli.paths, { bot: BOT, other: BOT });
	expect(await cli.run("start", "other")).toMatchObject({ status: 0, stderr: "" });
	await writeConfig(cli.paths, { bot: BOT, third: { comand: [] } });
	expect(await cli.run("start", "third")).toMatchObject({
		status: 1,
		stderr: expect.stringMatching(/config\.json, line 1: "daemons\.third\.comand"/),
	});
	await writeConfig(cli.paths, { bot: BOT });
});

test("a daemon that cannot be started makes start fail, with the reason", async () => {
	const cli = await cliFor({ bot: { command: ["/no/such/program"] } });
	const { status, stdout, stderr } = await cli.run("start", "bot");
	expect(status).toBe(1);
	expect(stdout).toMatch(/^bot +failed/m);
	expect(stderr).toMatch(/^bot could not be started: .*\/no\/such\/program/);
});

test("a port that is taken is one sentence", async () => {
	const cli = await cliFor({});
	const server = createServer().listen(0, "127.0.0.1");
	await new Promise((resolve) => server.once("listening", resolve));
	const { port } = server.address() as { port: number };
	const { status, stdout, stderr } = await cli.run("start", "--port", String(port));
	server.close();
	expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
	expect(stderr.split("\n")).toEqual([expect.stringMatching(new RegExp(`^nightshift: Port ${port} is taken`))]);
});

test("a mistake in config.json keeps start from starting, and nobody from stopping", async () => {
	const cli = await cliFor({ bot: BOT });
	await cli.run("start", "bot");
	const { dashboard, bot } = await pids(cli);
	send(dashboard, "SIGKILL");
	await writeConfig(cli.paths, { bot: { comand: [] } });
	expect(await cli.run("start")).toMatchObject({
		status: 1,
		stderr: expect.stringMatching(/line 1: "daemons\.bot\.comand"/),
	});
	expect(await cli.run("stop", "other")).toMatchObject({
		status: 1,
		stderr: expect.stringMatching(/line 1: "daemons\.bot\.comand"/),
	});
	expect(await cli.run("stop")).toMatchObject({ status: 0, stdout: "bot stopped." });
	expect(await isAlive(bot ?? 0)).toBe(false);
});
