import type { ResultPromise } from "execa";
import { expect, test, vi } from "vitest";
import { node } from "../../support/daemon-config.ts";
import { isAlive } from "../../support/processes.ts";
import { eventually } from "../../support/wait.ts";
import { type Cli, cliFor } from "./run-cli.ts";

/** Several dashboards come and go in each test. */
vi.setConfig({ testTimeout: 60_000 });

const BOT = { command: node("sleeper.mjs") };

interface Foreground {
	running: ResultPromise<{ reject: false }>;
	pid: number;
}

/** `start --foreground`, once it serves. */
async function foreground(cli: Cli, ...args: string[]): Promise<Foreground> {
	const running = cli.spawn(["start", "--foreground", ...args]);
	await new Promise<void>((resolve, reject) => {
		running.stdout?.on("data", (text) => String(text).includes("the dashboard is ready") && resolve());
		void running.then(({ stderr }) => reject(new Error(`it ended: ${stderr}`)));
	});
	return { running, pid: running.pid ?? 0 };
}

async function phaseOf(cli: Cli, name: string): Promise<string | undefined> {
	return (await cli.json("status")).daemons.find((one) => one.name === name)?.phase;
}

test("is the dashboard's one process: a signal ends it in good order, with status 0", async () => {
	const cli = await cliFor({ bot: BOT });
	const { running, pid } = await foreground(cli);
	expect((await cli.json("status")).dashboard).toMatchObject({ running: true, pid });
	expect(await cli.run("start", "--foreground")).toMatchObject({
		status: 1,
		stderr: expect.stringMatching(/^nightshift: A dashboard \(pid \d+\) already runs/),
	});
	await cli.run("start", "bot");
	running.kill("SIGTERM");
	expect((await running).exitCode).toBe(0);
	expect((await cli.json("status")).dashboard.pid).toBeNull();
	expect(await phaseOf(cli, "bot")).toBe("running");
});

test("nothing of it is left when it is killed; its daemons go on, and the next one finds them", async () => {
	const cli = await cliFor({ bot: { ...BOT, autostart: true } });
	const first = await foreground(cli);
	const bot = await eventually(async () => (await cli.json("status")).daemons[0]?.pid);
	process.kill(first.pid, "SIGKILL");
	await first.running;
	expect((await cli.json("status")).dashboard).toMatchObject({ running: false, pid: null });
	expect(await isAlive(bot)).toBe(true);

	const second = await foreground(cli);
	expect((await cli.json("status")).daemons[0]).toMatchObject({ pid: bot, adopted: true, phase: "running" });
	second.running.kill("SIGINT");
	expect((await second.running).exitCode).toBe(0);
});

test("after a stop it starts what starts with it, as a plain start does", async () => {
	const cli = await cliFor({ bot: { ...BOT, autostart: true }, other: BOT });
	await cli.run("start");
	await cli.run("stop");
	await foreground(cli);
	expect(await eventually(async () => ((await phaseOf(cli, "bot")) === "running" ? "running" : null))).toBe("running");
	expect(await phaseOf(cli, "other")).toBe("stopped");
	await cli.run("stop");
});

test("after a crash it brings back what ran, and leaves stopped what a person has stopped", async () => {
	const cli = await cliFor({ bot: { ...BOT, autostart: true }, other: BOT });
	const first = await foreground(cli);
	await cli.run("start", "other");
	await cli.run("stop", "bot");
	process.kill(first.pid, "SIGKILL");
	await first.running;
	await foreground(cli);
	// Told when all that it starts by itself has been asked to start.
	const { daemons } = await cli.json("status");
	expect(daemons.map(({ name, phase }) => [name, phase])).toEqual([
		["bot", "stopped"],
		["other", "running"],
	]);
	await cli.run("stop");
});

test("a start that fails is one sentence and status 1", async () => {
	const cli = await cliFor({ bot: BOT });
	const first = await foreground(cli, "--port", "0");
	const port = new URL((await cli.json("status")).dashboard.url ?? "").port;
	const other = await cliFor({});
	const { status, stderr } = await other.run("start", "--foreground", "--port", port);
	expect({ status, lines: stderr.split("\n") }).toEqual({
		status: 1,
		lines: [expect.stringMatching(new RegExp(`^nightshift: Port ${port} is taken`))],
	});
	first.running.kill("SIGTERM");
	await first.running;
});
