import { chmod, stat, writeFile } from "node:fs/promises";
import { expect, test, vi } from "vitest";
import { node } from "../../support/daemon-config.ts";
import { send } from "../../support/processes.ts";
import { cliFor } from "../cli/run-cli.ts";

vi.setConfig({ testTimeout: 120_000 });

const BOT = { command: node("sleeper.mjs") };

interface Doctor {
	findings: { id: string; severity: string; what: string; mend: string; fix: string | null }[];
	repaired: { id: string; done: boolean; did: string }[];
}

test("a healthy installation: one line, status 0", async () => {
	const cli = await cliFor({ bot: BOT });
	await chmod(cli.paths.config, 0o600);
	await cli.run("start", "bot");
	const { status, stdout } = await cli.run("doctor");
	// What else is on this machine may give hints.
	expect(status).toBe(0);
	expect(stdout).not.toContain("error");
});

test("what is wrong: the worst first, each with its mend; --fix says what it did; status 1 as long as there is an error", async () => {
	const cli = await cliFor({ bot: BOT });
	await chmod(cli.paths.home, 0o777);
	await writeFile(cli.paths.dashboard, "{}", { mode: 0o600 });
	const { status, stdout } = await cli.run("doctor");
	expect(status).toBe(1);
	const lines = stdout.split("\n");
	expect(lines.slice(0, 2)).toEqual([
		`error  Other users may write to ${cli.paths.home} (mode 0777), and so make Nightshift run anything`,
		`       → look through it first; then run chmod 700 ${cli.paths.home}`,
	]);
	expect(stdout).toMatch(
		/^hint {3}.*dashboard\.json names a dashboard that does not run any more\n {7}→ nightshift start makes a new one$/m,
	);
	expect(lines.at(-1)).toMatch(/^1 error, \d hints?\. "nightshift doctor --fix" mends 2 of them\.$/);

	const fixed = await cli.json<Doctor>("doctor", "--fix");
	expect(fixed.repaired).toEqual([
		{ id: "home-open", done: true, did: `Closed ${cli.paths.home} to other users (mode 700).` },
		{
			id: "stale-dashboard-record",
			done: true,
			did: `Removed ${cli.paths.dashboard}, which named a process that is gone.`,
		},
	]);
	expect(fixed.findings.filter(({ severity }) => severity === "error")).toEqual([]);
	expect((await stat(cli.paths.home)).mode & 0o777).toBe(0o700);
	expect(await cli.run("doctor", "--fix")).toMatchObject({ status: 0 });
});

test("works with a dashboard that hangs, a broken configuration and a broken database", async () => {
	const cli = await cliFor({ bot: BOT });
	const { dashboard } = await cli.json("start");
	send(dashboard.pid, "SIGSTOP");
	await writeFile(cli.paths.config, "{", { mode: 0o600 });
	await writeFile(cli.paths.database, "no database".repeat(500));
	const { findings } = await cli.json<Doctor>("doctor");
	send(dashboard.pid, "SIGCONT");
	expect(findings.map(({ id }) => id)).toEqual(expect.arrayContaining(["config-invalid", "database-damaged"]));
	expect(findings.map(({ id }) => id)).not.toContain("check-failed");
});
