import { chmod, readFile, stat, writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { node } from "../../support/daemon-config.ts";
import { isAlive } from "../../support/processes.ts";
import { cliFor } from "./run-cli.ts";

const sleeper = node("sleeper.mjs");

describe("nightshift add", () => {
	test("puts a program into config.json, and a dashboard that runs takes it up and starts it", async () => {
		const cli = await cliFor({ first: { command: sleeper } });
		await cli.run("start", "first");
		const added = await cli.run("add", "bot", "--start", "--env", "LEVEL=2=3", "--after", "first", "--", ...sleeper);
		expect(added.stderr).toBe("");
		expect(added.status).toBe(0);
		const { daemons } = await cli.json("status");
		expect(daemons.map(({ name, phase }) => [name, phase])).toEqual([
			["first", "running"],
			["bot", "running"],
		]);
		const { daemons: written } = JSON.parse(await readFile(cli.paths.config, "utf8"));
		expect(written.bot).toEqual({ command: sleeper, cwd: expect.any(String), env: { LEVEL: "2=3" }, after: ["first"] });
		expect((await stat(cli.paths.config)).mode & 0o777).toBe(0o600);
	});

	test("works before there is any configuration, and makes no sample workspace", async () => {
		const cli = await cliFor();
		expect(await cli.run("add", "bot", "--", "sleep", "1")).toMatchObject({ status: 0, stderr: "" });
		expect((await cli.json("status")).daemons.map(({ name }) => name)).toEqual(["bot"]);
	});

	test.each([
		["no command", ["add", "bot"], 2, 'its command after "--"'],
		["a name that no folder can have", ["add", "../up", "--", "x"], 1, "letters, digits"],
		["a name that is there", ["add", "first", "--", "x"], 1, 'There is a daemon named "first" already'],
		["an unknown predecessor", ["add", "bot", "--after", "nobody", "--", "x"], 1, 'names "nobody"'],
		["a variable without a value", ["add", "bot", "--env", "A", "--", "x"], 2, "KEY=VALUE"],
	])("refuses %s with one sentence, and changes nothing", async (_, args, status, sentence) => {
		const cli = await cliFor({ first: { command: sleeper } });
		const before = await readFile(cli.paths.config, "utf8");
		const refused = await cli.run(...args);
		expect(refused).toMatchObject({ status, stdout: "" });
		expect(refused.stderr).toContain(sentence);
		expect(await readFile(cli.paths.config, "utf8")).toBe(before);
	});

	test("leaves a file alone that has a mistake already, and names it", async () => {
		const cli = await cliFor({});
		await writeFile(cli.paths.config, '{\n"demons": {}\n}');
		await chmod(cli.paths.config, 0o600);
		const refused = await cli.run("add", "bot", "--", "x");
		expect(refused.status).toBe(1);
		expect(refused.stderr).toMatch(/line 2: .*did you mean "daemons"/);
		expect(await readFile(cli.paths.config, "utf8")).toBe('{\n"demons": {}\n}');
	});
});

describe("nightshift remove", () => {
	test("stops the program, takes it out, and keeps its records", async () => {
		const cli = await cliFor({ first: { command: sleeper }, bot: { command: sleeper } });
		const { daemons } = await cli.json("start", "first", "bot");
		const pid = daemons.find(({ name }) => name === "bot")?.pid ?? 0;
		const removed = await cli.run("remove", "bot");
		expect(removed).toMatchObject({ status: 0, stderr: "" });
		expect(await isAlive(pid)).toBe(false);
		expect(JSON.parse(await readFile(cli.paths.config, "utf8")).daemons).toEqual({ first: { command: sleeper } });
		expect((await stat(cli.paths.daemon("bot").currentLog)).size).toBeGreaterThan(0);
		expect((await cli.run("start", "bot")).stderr).toContain('There is no daemon named "bot"');
	});

	test("works with the dashboard down", async () => {
		const cli = await cliFor({ bot: { command: sleeper } });
		const { daemons } = await cli.json("start", "bot");
		await cli.run("stop", "--dashboard-only");
		expect(await cli.run("remove", "bot")).toMatchObject({ status: 0 });
		expect(await isAlive(daemons[0]?.pid ?? 0)).toBe(false);
		expect((await cli.json("status")).daemons).toEqual([]);
	});

	test("refuses while another starts after it, and stops nothing", async () => {
		const cli = await cliFor({ db: { command: sleeper }, web: { command: sleeper, after: ["db"] } });
		const { daemons } = await cli.json("start", "db");
		const refused = await cli.run("remove", "db");
		expect(refused.status).toBe(1);
		expect(refused.stderr).toContain('"daemons.web.after.0" names "db"');
		expect(await isAlive(daemons.find(({ name }) => name === "db")?.pid ?? 0)).toBe(true);
	});

	test("of a name that is not there says which are", async () => {
		const cli = await cliFor({ bot: { command: sleeper } });
		expect(await cli.run("remove", "bat")).toMatchObject({
			status: 1,
			stderr: expect.stringContaining("config.json has: bot"),
		});
	});
});
