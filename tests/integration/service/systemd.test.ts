import { appendFile, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { expect, test, vi } from "vitest";
import type { Status } from "../../../server/contract/daemon.ts";
import { defineService } from "../../../server/service/definition.ts";
import { serviceName } from "../../../server/service/place.ts";
import { describeUnit } from "../../../server/service/systemd/unit.ts";
import { node } from "../../support/daemon-config.ts";
import { isAlive } from "../../support/processes.ts";
import { NO_SYSTEMD, startUserManager, type UserManager } from "../../support/systemd-user.ts";
import { eventually, fileText } from "../../support/wait.ts";
import { type Cli, cliFor, type Result } from "../cli/run-cli.ts";
import { servingPid } from "./serving.ts";

// Many real processes, each started anew: on a busy machine they take their time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

const BOT = { command: node("sleeper.mjs") };

/** Nightshift on a state directory of its own, with a real systemd of its own. */
interface Rig {
	cli: Cli;
	manager: UserManager;
	unit: string;
	file: string;
	run(...args: string[]): Promise<Result>;
	status(): Promise<Status>;
	pidOf(name: string): Promise<number | null>;
	/** The dashboard's process, once it answers; with `other`, one that is not that. */
	dashboard(other?: number): Promise<number>;
}

async function rig(daemons: Record<string, unknown> = { bot: BOT }): Promise<Rig> {
	const cli = await cliFor(daemons);
	const manager = await startUserManager();
	const unit = `${serviceName(cli.paths.home)}.service`;
	const run = async (...args: string[]) => {
		const { exitCode, stdout, stderr } = await cli.spawn(args, { env: manager.env });
		return { status: exitCode, stdout, stderr };
	};
	const status = async () => JSON.parse((await run("status", "--json")).stdout) as Status;
	return {
		cli,
		manager,
		unit,
		file: join(manager.env.XDG_CONFIG_HOME, "systemd", "user", unit),
		run,
		status,
		pidOf: async (name) => (await status()).daemons.find((one) => one.name === name)?.pid ?? null,
		dashboard: (other) => servingPid(cli.paths, other),
	};
}

test.skipIf(NO_SYSTEMD)(
	"install lets systemd run the dashboard; again changes nothing; uninstall leaves the daemons",
	async () => {
		const { run, manager, unit, file, dashboard, pidOf } = await rig();
		const first = await run("service", "install");
		expect(first).toMatchObject({
			status: 0,
			stdout: expect.stringContaining(`Installed the systemd user unit ${unit}`),
		});
		expect(await manager.show(unit, "UnitFileState")).toBe("enabled");
		const pid = await dashboard();
		expect(await manager.show(unit, "MainPID")).toBe(String(pid));
		expect((await run("status")).stdout).toContain(`Starts by itself through the systemd user unit ${unit}`);
		const text = await readFile(file, "utf8");

		const again = await run("service", "install");
		expect(again).toMatchObject({ status: 0, stdout: expect.stringContaining("Nothing to change") });
		expect(await readFile(file, "utf8")).toBe(text);
		expect(await dashboard()).toBe(pid);

		await run("start", "bot");
		const bot = await pidOf("bot");
		expect(await run("service", "uninstall")).toMatchObject({
			status: 0,
			stdout: expect.stringContaining("the daemons go on"),
		});
		expect(await isAlive(pid)).toBe(false);
		expect(await pidOf("bot")).toBe(bot);
		expect(await manager.show(unit, "LoadState")).toBe("not-found");
		expect(await run("service", "uninstall")).toMatchObject({
			status: 0,
			stdout: expect.stringContaining("nothing to take away"),
		});
	},
);

test.skipIf(NO_SYSTEMD)(
	"install takes the dashboard over from one that was started by hand; its daemons go on",
	async () => {
		const { run, manager, unit, dashboard, pidOf } = await rig();
		await run("start", "bot");
		const [before, bot] = [await dashboard(), await pidOf("bot")];
		expect(await run("service", "install")).toMatchObject({
			status: 0,
			stdout: expect.stringContaining("in place of the one that ran"),
		});
		const after = await dashboard();
		expect(after).not.toBe(before);
		expect(await manager.show(unit, "MainPID")).toBe(String(after));
		expect(await pidOf("bot")).toBe(bot);
	},
);

test.skipIf(NO_SYSTEMD)(
	"case 35: systemd restarts the dashboard, asked to or after a crash, and the daemon is the same one",
	async () => {
		const { run, manager, unit, dashboard, pidOf, status } = await rig();
		await run("service", "install");
		await run("start", "bot");
		const [first, bot] = [await dashboard(), await pidOf("bot")];

		await manager.systemctl("restart", unit);
		const second = await dashboard(first);
		expect(second).not.toBe(first);
		expect((await status()).daemons[0]).toMatchObject({ pid: bot, phase: "running", adopted: true, restarts: 0 });

		process.kill(second, "SIGKILL");
		const third = await dashboard(second);
		expect(await manager.show(unit, "MainPID")).toBe(String(third));
		expect((await status()).daemons[0]).toMatchObject({ pid: bot, phase: "running", adopted: true, restarts: 0 });

		await manager.systemctl("stop", unit);
		expect(await isAlive(bot ?? 0)).toBe(true);
	},
);

test.skipIf(NO_SYSTEMD)(
	"case 35: a setting with which the daemons would die is found before it does harm",
	async () => {
		const { run, manager, unit, file, dashboard, pidOf } = await rig();
		await run("service", "install");
		expect(await run("service")).toMatchObject({ status: 0 });
		await mkdir(`${file}.d`);
		await writeFile(join(`${file}.d`, "mine.conf"), "[Service]\nKillMode=control-group\n");
		// Also before systemd has read it.
		expect((await run("service")).stdout).toContain("KillMode=control-group");
		await manager.systemctl("daemon-reload");
		const { status, stdout } = await run("service");
		expect(status).toBe(1);
		expect(stdout).toContain(
			"KillMode=control-group: a restart or stop of the dashboard's unit would end all daemons with it",
		);
		expect(stdout).toContain(`set KillMode=process in ${join(`${file}.d`, "mine.conf")}`);
		expect(await run("service", "install")).toMatchObject({ status: 1, stderr: expect.stringContaining("KillMode") });
		// Nothing of ours does the harm either.
		await run("start", "bot");
		const [pid, bot] = [await dashboard(), await pidOf("bot")];
		for (const command of [
			["restart", "--dashboard-only"],
			["stop", "--dashboard-only"],
			["service", "uninstall"],
		]) {
			const refused = await run(...command);
			expect(refused).toMatchObject({
				status: 1,
				stderr: expect.stringMatching(/KillMode=control-group.*and try again\.$/),
			});
		}
		expect([await dashboard(), await pidOf("bot")]).toEqual([pid, bot]);
		expect(await manager.show(unit, "KillMode")).toBe("control-group");
		await appendFile(file, "# mine\n");
		expect((await run("service")).stdout).toContain("systemd still goes by what it read before");
	},
);

test.skipIf(NO_SYSTEMD)(
	"case 36: the boot's unit and a dashboard started by hand are one instance, whoever is first",
	async () => {
		const { cli, run, manager, unit, dashboard } = await rig();
		await run("service", "install", "--no-start");
		// As from a shell without the session's variables: systemd is not asked.
		await cli.run("start");
		const byHand = await dashboard();
		await manager.systemctl("start", unit);
		await eventually(async () => (await manager.show(unit, "ActiveState")) === "failed" || null);
		expect(await manager.show(unit, "ExecMainStatus")).toBe("78");
		expect(await manager.show(unit, "NRestarts")).toBe("0");
		expect(await dashboard()).toBe(byHand);

		// Both at once: the one that comes second waits for the other, or leaves.
		await run("stop");
		await Promise.all([manager.systemctl("start", unit), cli.run("start"), run("start")]);
		const one = await dashboard();
		expect(await run("start")).toMatchObject({ status: 0 });
		expect(await dashboard()).toBe(one);
	},
);

test.skipIf(NO_SYSTEMD)(
	"case 37: a stop stays a stop, also of a dashboard that hangs, and start brings the unit back",
	async () => {
		const { run, manager, unit, file, dashboard, pidOf } = await rig();
		await run("service", "install");
		await run("start", "bot");
		const [pid, bot] = [await dashboard(), await pidOf("bot")];
		expect(await run("stop")).toMatchObject({ status: 0, stdout: expect.stringContaining("Dashboard stopped") });
		expect([await isAlive(pid), await isAlive(bot ?? 0)]).toEqual([false, false]);
		// Nothing is on its way: a restart that is to come would be "auto-restart".
		expect(await manager.show(unit, "SubState")).toBe("dead");

		expect(await run("start", "bot")).toMatchObject({ status: 0 });
		const hung = await dashboard();
		expect(await manager.show(unit, "MainPID")).toBe(String(hung));
		// It does not hear that it should end.
		await mkdir(`${file}.d`);
		await writeFile(join(`${file}.d`, "deaf.conf"), "[Service]\nKillSignal=SIGWINCH\n");
		await manager.systemctl("daemon-reload");
		expect(await run("stop", "--dashboard-only")).toMatchObject({
			status: 0,
			stdout: expect.stringContaining("by force"),
		});
		expect(await isAlive(hung)).toBe(false);
		expect(await manager.show(unit, "SubState")).toMatch(/^(dead|failed)$/);
		expect(await pidOf("bot")).not.toBeNull();
	},
);

test.skipIf(NO_SYSTEMD)(
	"case 37: over a boot, what ran is back, and what a person has stopped stays stopped",
	async () => {
		const { run, manager, unit, dashboard, status } = await rig({
			bot: { ...BOT, autostart: true },
			other: { ...BOT, autostart: true },
		});
		await run("service", "install");
		await run("start");
		await run("stop", "other");
		await dashboard();
		await manager.end();
		await manager.boot();
		const pid = await dashboard();
		expect(await manager.show(unit, "MainPID")).toBe(String(pid));
		const { daemons } = await eventually(async () => {
			const now = await status();
			return now.daemons[0]?.phase === "running" ? now : null;
		});
		expect(daemons).toMatchObject([
			{ name: "bot", phase: "running" },
			{ name: "other", phase: "stopped", desired: "down" },
		]);
	},
);

test.skipIf(NO_SYSTEMD)("when the session ends, daemons are asked to end before they are killed", async () => {
	const { cli, run, manager } = await rig({ bot: { command: node("polite.mjs") } });
	await run("service", "install");
	await run("start", "bot");
	const log = cli.paths.daemon("bot").currentLog;
	await manager.end();
	expect(await readFile(log, "utf8")).toContain("stopping");
});

test.skipIf(NO_SYSTEMD)("case 32: a port that another program holds is no reason to try for ever", async () => {
	const { cli, run, manager, unit } = await rig({});
	const holder = createServer().listen(0, "127.0.0.1");
	await new Promise((resolve) => holder.once("listening", resolve));
	const { port } = holder.address() as { port: number };
	await writeFile(cli.paths.config, JSON.stringify({ dashboard: { port }, daemons: {} }));
	const { exitCode, stderr } = await cli.spawn(["service", "install"], {
		env: { ...manager.env, NIGHTSHIFT_PORT: "" },
	});
	holder.close();
	expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringContaining(unit) });
	expect(await manager.show(unit, "ExecMainStatus")).toBe("78");
	expect(await manager.show(unit, "NRestarts")).toBe("0");
	expect(await manager.show(unit, "SubState")).toBe("failed");
	expect(await run("service")).toMatchObject({ status: 1, stdout: expect.stringContaining("has given up") });
});

test.skipIf(NO_SYSTEMD)("a unit that was edited by hand is shown and kept, unless --force says otherwise", async () => {
	const { run, file } = await rig({});
	await run("service", "install", "--no-start");
	const made = await readFile(file, "utf8");
	const edited = made.replace("RestartSec=2", "RestartSec=30");
	await writeFile(file, edited);
	const refused = await run("service", "install", "--no-start");
	expect(refused).toMatchObject({ status: 1, stdout: "" });
	expect(refused.stderr).toContain("-RestartSec=30\n+RestartSec=2");
	expect(refused.stderr).toContain(
		'was edited by hand and stays as it is: "nightshift service install --force" replaces it.',
	);
	expect(await readFile(file, "utf8")).toBe(edited);
	expect(await run("service")).toMatchObject({ status: 0, stdout: expect.stringContaining("edited by hand") });
	expect(await run("service", "install", "--no-start", "--force")).toMatchObject({ status: 0 });
	expect(await readFile(file, "utf8")).toBe(made);
});

test.skipIf(NO_SYSTEMD)("any path comes through to the program exactly", async () => {
	const manager = await startUserManager();
	const odd = join(manager.env.HOME, `a b%n $e ${"$".concat("{x}")} é`);
	const home = join(odd, `'c' "d" \\g`);
	const units = join(manager.env.XDG_CONFIG_HOME, "systemd", "user");
	for (const folder of [home, units]) await mkdir(folder, { recursive: true });
	await symlink(process.execPath, join(odd, "node"));
	const program = join(home, "program.cjs");
	const said = `JSON.stringify([process.argv.slice(1), process.cwd(), process.env.NIGHTSHIFT_HOME, process.env.PATH])`;
	await writeFile(
		program,
		`require("fs").writeFileSync("said.new", ${said}); require("fs").renameSync("said.new", "said")`,
	);
	const definition = {
		name: "odd",
		home,
		node: join(odd, "node"),
		program,
		root: home,
		environment: { PATH: `${home}:/bin` },
	};
	await writeFile(join(units, "odd.service"), describeUnit(definition));
	await manager.systemctl("daemon-reload");
	await manager.systemctl("start", "odd.service");
	expect(JSON.parse(await fileText(join(home, "said")))).toEqual([
		[program, "start", "--foreground"],
		home,
		home,
		`${home}:/bin`,
	]);
});

test.skipIf(NO_SYSTEMD)("the doctor finds what is wrong with an installed unit", async () => {
	const { cli, run, manager, unit, file } = await rig({});
	const ids = async () => {
		const { findings } = JSON.parse((await run("doctor", "--json")).stdout) as { findings: { id: string }[] };
		return findings.map(({ id }) => id).filter((id) => id.startsWith("service-"));
	};
	await run("service", "install", "--no-start");
	expect(await ids()).toEqual([]);

	// Started without it: from a shell that does not reach this systemd.
	await cli.run("start");
	expect(await ids()).toEqual(["service-bypassed"]);
	await run("stop");

	await manager.systemctl("disable", unit);
	expect(await ids()).toEqual(["service-not-enabled"]);
	await run("service", "install", "--no-start");
	expect(await ids()).toEqual([]);

	const old = join(manager.env.HOME, ".nvm", "versions", "node", "v18", "bin", "node");
	await mkdir(dirname(old), { recursive: true });
	await writeFile(old, "#!/bin/sh\necho v18.20.0\n", { mode: 0o755 });
	const { paths } = cli;
	const definition = { ...defineService(paths.home), node: old };
	await writeFile(file, describeUnit(definition));
	expect(await ids()).toEqual(["service-outdated", "service-node-managed", "service-node-too-old"]);
	await rm(old);
	await manager.systemctl("daemon-reload");
	expect(await ids()).toEqual(["service-program-gone"]);
	expect(await run("service")).toMatchObject({
		status: 1,
		stdout: expect.stringContaining(`starts ${old}, which is not there any more`),
	});
	expect(await run("service", "install", "--no-start")).toMatchObject({
		status: 0,
		stdout: expect.stringContaining("Brought up to date"),
	});
	expect(await ids()).toEqual([]);
});

test.skipIf(NO_SYSTEMD)(
	"start goes round a unit that would listen elsewhere, or start another installation",
	async () => {
		const { cli, run, manager, unit, file, dashboard } = await rig({});
		await run("service", "install", "--no-start");
		const { port } = new URL(
			(JSON.parse((await run("start", "--port", "0", "--json")).stdout) as Status).dashboard.url ?? "",
		);
		expect(await manager.show(unit, "MainPID")).toBe(String(await dashboard()));
		await run("restart", "--port", port);
		expect(await manager.show(unit, "MainPID")).toBe("0");
		await run("stop");

		await writeFile(file, describeUnit({ ...defineService(cli.paths.home), root: "/elsewhere" }));
		await manager.systemctl("daemon-reload");
		expect(await run("start")).toMatchObject({ status: 0 });
		expect(await manager.show(unit, "MainPID")).toBe("0");
	},
);
