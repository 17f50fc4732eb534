import { expect, test, vi } from "vitest";
import type { Status } from "../../../server/contract/daemon.ts";
import { node } from "../../support/daemon-config.ts";
import { type Cli, cliFor } from "../cli/run-cli.ts";
import { servingPid } from "./serving.ts";

// Many real processes, each started anew: on a busy machine they take their time.
vi.setConfig({ testTimeout: 120_000 });

const BOT = { command: node("sleeper.mjs") };

type Running = ReturnType<Cli["spawn"]>;

/** Plays a service manager: starts the dashboard as its own process. */
async function serve(cli: Cli): Promise<{ running: Running; status: Status }> {
	const running = cli.spawn(["start", "--foreground"], { env: { NIGHTSHIFT_SERVICE: "systemd" } });
	expect(await servingPid(cli.paths)).toBe(running.pid);
	return { running, status: await cli.json("status") };
}

/** And restarts it: ends its process alone by `signal`, and starts it again. */
async function restart(
	cli: Cli,
	running: Running,
	signal: NodeJS.Signals,
): Promise<{ running: Running; status: Status }> {
	running.kill(signal);
	await running;
	return serve(cli);
}

test("case 35: a service manager restarts the dashboard, politely or by force, and the daemon is the same one", async () => {
	const cli = await cliFor({ bot: BOT });
	const first = await serve(cli);
	const started = await cli.json("start", "bot");
	const bot = started.daemons[0]?.pid;

	const second = await restart(cli, first.running, "SIGTERM");
	expect(await first.running).toMatchObject({ exitCode: 0 });
	expect(second.status.daemons).toMatchObject([{ pid: bot, phase: "running", adopted: true, restarts: 0 }]);

	const third = await restart(cli, second.running, "SIGKILL");
	expect(third.status.daemons).toMatchObject([{ pid: bot, phase: "running", adopted: true, restarts: 0 }]);
});

test("case 36: a second dashboard leaves with a status that no service manager answers with another try", async () => {
	const cli = await cliFor({ bot: BOT });
	const { status } = await serve(cli);
	for (const [service, code] of [
		["systemd", 78],
		["launchd", 0],
	] as const) {
		const second = await cli.spawn(["start", "--foreground"], { env: { NIGHTSHIFT_SERVICE: service } });
		expect(second).toMatchObject({ exitCode: code, stderr: expect.stringContaining(`pid ${status.dashboard.pid}`) });
	}
	expect((await cli.json("status")).dashboard.pid).toBe(status.dashboard.pid);
});

test("case 37: what a person has stopped stays stopped when the service manager starts the dashboard again", async () => {
	const cli = await cliFor({ bot: { ...BOT, autostart: true }, other: { ...BOT, autostart: true } });
	const { running } = await serve(cli);
	await cli.run("start");
	await cli.run("stop", "bot");
	const { status } = await restart(cli, running, "SIGTERM");
	expect(status.daemons).toMatchObject([
		{ name: "bot", phase: "stopped", desired: "down" },
		{ name: "other", phase: "running", adopted: true },
	]);
});
