import { execFile } from "node:child_process";
import { chmod, chown, lstat, mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { openDatabase } from "../../../server/db/open.ts";
import { listActivity } from "../../../server/inbox/list-activity.ts";
import { node, program } from "../../support/daemon-config.ts";
import { isAlive, send } from "../../support/processes.ts";
import { cliFor, writeConfig } from "./run-cli.ts";

const run = promisify(execFile);
const BOT = { command: node("sleeper.mjs") };
const isRoot = process.getuid?.() === 0;

/** One line, as a person sees it. */
const sentence = (words: RegExp) => new RegExp(`^nightshift: ${words.source}[^\\n]*$`);

describe("a dashboard that cannot start", () => {
	test("and dies without a word is said to have ended, at once", async () => {
		const cli = await cliFor({ bot: BOT });
		const began = performance.now();
		const env = { NODE_OPTIONS: `--import ${program("dies-as-dashboard.mjs")}` };
		const { exitCode, stderr } = await cli.spawn(["start"], { env });
		expect(exitCode).toBe(1);
		expect(stderr).toMatch(
			sentence(/The dashboard ended at once \(SIGKILL\) and did not say why; its log is .*dashboard\.log\./),
		);
		expect(performance.now() - began).toBeLessThan(10_000);
	});

	test.each([24, 40])("because it may open only %i files says so", async (limit) => {
		const cli = await cliFor({ bot: BOT });
		const { exitCode, stderr } = await cli.spawn(["start"], { after: `ulimit -n ${limit}` });
		expect(exitCode).toBe(1);
		expect(stderr).toMatch(sentence(/Too many files are open: raise the limit \(ulimit -n\)/));
	});
});

describe.skipIf(!isRoot || process.platform !== "linux")("on a full disk (needs root, to mount a small one)", () => {
	async function smallDisk(kilobytes: number): Promise<string> {
		const folder = await mkdtemp(join(tmpdir(), "nightshift-disk-"));
		await run("mount", ["-t", "tmpfs", "-o", `size=${kilobytes}k,mode=700`, "tmpfs", folder]);
		onTestFinished(async () => {
			await run("umount", [folder]);
			await rm(folder, { recursive: true });
		});
		return folder;
	}

	test.each([
		["a first start", async () => undefined],
		["a start with a configuration", (home: string) => writeFile(join(home, "config.json"), "{}")],
	])("%s says that it is full, and works once there is room", async (_what, prepare) => {
		const disk = await smallDisk(200);
		const cli = await cliFor();
		const home = join(disk, "home");
		await mkdir(home, { mode: 0o700 });
		await prepare(home);
		const filling = join(disk, "filling");
		await run("sh", ["-c", `cat /dev/zero > ${filling} 2>/dev/null || true`]);
		const { status, stdout, stderr } = await cli.run("start", "--home", home);
		expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
		expect(stderr).toMatch(sentence(/The disk is full( \(while writing [^)]+\))?: make room and try again\./));
		await run("mount", ["-o", "remount,size=50m", disk]);
		expect(await cli.run("start", "--home", home)).toMatchObject({ status: 0 });
		expect(await cli.run("stop", "--home", home)).toMatchObject({ status: 0 });
	});
});

describe("a state directory", () => {
	test("that others may write to is refused, by every command, and nothing is changed", async () => {
		const cli = await cliFor({ bot: BOT });
		await chmod(cli.paths.home, 0o770);
		for (const args of [["status"], ["start"], ["inbox"], ["start", "--foreground"]]) {
			expect(await cli.run(...args)).toEqual({
				status: 1,
				stdout: "",
				stderr: expect.stringMatching(sentence(/Others may write to the state directory .*"chmod 700 /)),
			});
		}
		expect((await stat(cli.paths.home)).mode & 0o777).toBe(0o770);
		expect(await readdir(cli.paths.home)).toEqual(["config.json"]);
		await chmod(cli.paths.home, 0o700);
	});

	test.skipIf(!isRoot)("that is another user's is refused (needs root, to give one away)", async () => {
		const cli = await cliFor({ bot: BOT });
		await chown(cli.paths.home, 12_345, 12_345);
		for (const args of [["status"], ["start"], ["start", "--foreground"]]) {
			expect(await cli.run(...args)).toEqual({
				status: 1,
				stdout: "",
				stderr: expect.stringMatching(
					sentence(/The state directory .* belongs to another user \(uid 12345.*"chown -R 0 /),
				),
			});
		}
		await chown(cli.paths.home, 0, 0);
	});

	test("that others may only read is closed to them by what writes to it", async () => {
		const cli = await cliFor({ bot: BOT });
		await chmod(cli.paths.home, 0o755);
		expect(await cli.run("status")).toMatchObject({ status: 0 });
		expect((await stat(cli.paths.home)).mode & 0o777).toBe(0o755);
		expect(await cli.run("ask", "x", "--wait", "0")).toMatchObject({ status: 0 });
		expect((await stat(cli.paths.home)).mode & 0o777).toBe(0o700);
	});

	test("that is a file is one sentence", async () => {
		const cli = await cliFor({ bot: BOT });
		for (const command of ["status", "start", "stop", "inbox"]) {
			expect(await cli.run(command, "--home", cli.paths.config)).toEqual({
				status: 1,
				stdout: "",
				stderr: expect.stringMatching(sentence(/.*config\.json cannot be the state directory, because a file/)),
			});
		}
	});

	test.each([["stop"], ["status"], ["inbox"], ["answer", "Q-1", "x"], ["stop", "bot"], ["open"]])(
		"that is not there is not made by %s %s",
		async (...args) => {
			const cli = await cliFor({});
			const nowhere = join(cli.paths.home, "nowhere");
			await cli.run(...args, "--home", nowhere);
			await expect(lstat(nowhere)).rejects.toThrow("ENOENT");
		},
	);
});

test("a stop while the dashboard is down is in the activity feed", async () => {
	const cli = await cliFor({ bot: BOT, other: BOT });
	await cli.run("start", "bot", "other");
	const { dashboard, daemons } = await cli.json("status");
	send(dashboard.pid, "SIGKILL");
	send(daemons[1]?.pid, "SIGKILL");
	expect(await cli.run("stop", "bot")).toMatchObject({ status: 0, stdout: "bot stopped.", stderr: "" });
	expect(await isAlive(daemons[0]?.pid ?? 0)).toBe(false);

	const db = await openDatabase(cli.paths.database);
	const activity = await listActivity(db);
	await db.close();
	const told = activity.map(({ daemon, title }) => `${daemon}: ${title}`);
	expect(told.filter((line) => line.startsWith("bot"))).toEqual(["bot: Started", "bot: Stopped"]);
	expect(told.filter((line) => line.startsWith("other")).at(-1)).not.toBe("other: Found the same process again");
});

test("a stop is a stop also when the activity feed cannot be written", async () => {
	const cli = await cliFor({ bot: BOT });
	await cli.run("start", "bot");
	const { dashboard } = await cli.json("status");
	send(dashboard.pid, "SIGKILL");
	await writeFile(cli.paths.database, "no database");
	expect(await cli.run("stop")).toMatchObject({
		status: 0,
		stdout: "bot stopped.",
		stderr: expect.stringMatching(/^This stop is not in the activity feed: .*is not a database/),
	});
	await writeConfig(cli.paths, {});
});
