import { expect, test } from "vitest";
import type { DaemonStatus } from "../../../server/contract/daemon.ts";
import { daemonConfig, node } from "../../support/daemon-config.ts";
import { startDashboard } from "../../support/dashboard.ts";
import { fileText } from "../../support/wait.ts";
import { type Cli, cliFor } from "./run-cli.ts";

/** Would be waited for longer than a test takes. */
const DEAF = { command: node("deaf.mjs"), stop: { timeout: "10m" } };

async function started(daemons: Record<string, unknown>): Promise<Cli> {
	const cli = await cliFor(daemons);
	await cli.run("start", "deaf");
	await fileText(cli.paths.daemon("deaf").currentLog, (text) => text.includes("up"));
	return cli;
}

async function deaf(cli: Cli): Promise<DaemonStatus | undefined> {
	return (await cli.json("status")).daemons.find(({ name }) => name === "deaf");
}

test("stop NAME --timeout uses force after that time, for this one stop", async () => {
	const cli = await started({ deaf: DEAF });
	expect(await cli.run("stop", "deaf", "--timeout", "300ms")).toMatchObject({
		status: 0,
		stdout: "deaf stopped, by force: it did not end when asked to.",
		stderr: "",
	});
	expect(await deaf(cli)).toMatchObject({ phase: "stopped", lastExit: { forced: true } });
});

test("stop --timeout stops everything, by force where it must", async () => {
	const cli = await started({ deaf: DEAF, bot: { command: node("sleeper.mjs"), autostart: true } });
	await cli.run("start", "bot");
	const { status, stdout } = await cli.run("stop", "--timeout", "300ms");
	expect({ status, lines: stdout.split("\n") }).toEqual({
		status: 0,
		lines: [
			"deaf stopped, by force: it did not end when asked to.",
			"bot stopped.",
			expect.stringMatching(/^Dashboard stopped/),
		],
	});
});

test("with the dashboard down it means the same", async () => {
	const cli = await started({ deaf: DEAF });
	await cli.run("stop", "--dashboard-only");
	expect(await cli.run("stop", "deaf", "--timeout", "300ms")).toMatchObject({
		status: 0,
		stdout: expect.stringContaining("by force"),
	});
});

test("restart NAME --timeout brings up a new process after that time", async () => {
	const cli = await started({ deaf: DEAF });
	const before = await deaf(cli);
	expect(await cli.run("restart", "deaf", "--timeout", "300ms")).toMatchObject({ status: 0, stderr: "" });
	const after = await deaf(cli);
	expect(after).toMatchObject({ phase: "running", pid: expect.any(Number), lastExit: { forced: true } });
	expect(after?.pid).not.toBe(before?.pid);
	await fileText(cli.paths.daemon("deaf").currentLog, (text) => text.split("up\n").length > 2);
	await cli.run("stop", "--timeout", "0s");
});

test("restart --timeout of everything comes back with what was running", async () => {
	const cli = await started({ deaf: DEAF });
	const before = await deaf(cli);
	expect(await cli.run("restart", "--timeout", "300ms")).toMatchObject({ status: 0 });
	const after = await deaf(cli);
	expect(after).toMatchObject({ phase: "running" });
	expect(after?.pid).not.toBe(before?.pid);
	await cli.run("stop", "--timeout", "0s");
});

test("through the API it is a duration as in the settings", async () => {
	const { api, paths } = await startDashboard([
		daemonConfig(node("deaf.mjs"), { stop: { signal: "SIGTERM", timeoutMs: 600_000 } }),
	]);
	const start = async () => {
		const { body } = await api("/daemons/worker/start", { method: "POST" });
		return body.pid as number;
	};
	const first = await start();
	await fileText(paths.daemon("worker").currentLog, (text) => text.includes("up")); // deaf from here on
	const restarted = await api("/daemons/worker/restart?timeout=100ms", { method: "POST" });
	expect(restarted.body).toMatchObject({ phase: "running", lastExit: { forced: true } });
	expect(restarted.body.pid).not.toBe(first);
	const stopped = await api("/daemons/worker/stop?timeout=0s", { method: "POST" });
	expect([stopped.status, stopped.body.phase]).toEqual([200, "stopped"]);
	const wrong = await api("/daemons/worker/stop?timeout=10", { method: "POST" });
	expect([wrong.status, wrong.body.code, wrong.body.detail]).toEqual([
		400,
		"bad-request",
		'timeout: must be a duration such as "10s" or "2m".',
	]);
});
