import { expect, test } from "vitest";
import type { Status } from "../../../server/contract/daemon.ts";
import { node } from "../../support/daemon-config.ts";
import { eventually } from "../../support/wait.ts";
import { type Cli, cliFor } from "../cli/run-cli.ts";

const BOT = { command: node("sleeper.mjs") };

/** Plays a service manager: runs the dashboard, ends its process alone by `signal`, runs it again. */
async function restarted(cli: Cli, running: ReturnType<Cli["spawn"]>, signal: NodeJS.Signals) {
	running.kill(signal);
	await running;
	return serving(cli);
}

async function serving(cli: Cli): Promise<{ running: ReturnType<Cli["spawn"]>; status: Status }> {
	const running = cli.spawn(["start", "--foreground"], { env: { NIGHTSHIFT_SERVICE: "systemd" } });
	const status = await eventually(async () => {
		const now = await cli.json("status");
		return now.dashboard.version && now.dashboard.pid === running.pid ? now : null;
	});
	return { running, status };
}

test("case 35: a service manager restarts the dashboard, politely or by force, and the daemon is the same one", async () => {
	const cli = await cliFor({ bot: BOT });
	const first = await serving(cli);
	const started = await cli.json("start", "bot");
	const bot = started.daemons[0]?.pid;

	const second = await restarted(cli, first.running, "SIGTERM");
	expect(await first.running).toMatchObject({ exitCode: 0 });
	expect(second.status.daemons).toMatchObject([{ pid: bot, phase: "running", adopted: true, restarts: 0 }]);

	const third = await restarted(cli, second.running, "SIGKILL");
	expect(third.status.daemons).toMatchObject([{ pid: bot, phase: "running", adopted: true, restarts: 0 }]);
});

test("case 36: a second dashboard leaves with a status that no service manager answers with another try", async () => {
	const cli = await cliFor({ bot: BOT });
	const { status } = await serving(cli);
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
	const { running } = await serving(cli);
	await cli.run("start");
	await cli.run("stop", "bot");
	const { status } = await restarted(cli, running, "SIGTERM");
	expect(status.daemons).toMatchObject([
		{ name: "bot", phase: "stopped", desired: "down" },
		{ name: "other", phase: "running", adopted: true },
	]);
});
