import { appendFile, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { cuttersFor } from "../../../server/logs/cut/cutters.ts";
import { rotateLog } from "../../../server/logs/rotate-log.ts";
import { logSettings } from "../../support/logs.ts";
import { type Cli, cliFor } from "./run-cli.ts";

const BOT = { bot: { command: ["x"] } };

async function botWith(text: string): Promise<Cli & { log: string; rotate(): Promise<void> }> {
	const cli = await cliFor(BOT);
	const files = cli.paths.daemon("bot");
	await mkdir(files.logs, { recursive: true });
	await writeFile(files.currentLog, text);
	return {
		...cli,
		log: files.currentLog,
		async rotate() {
			const settings = logSettings({ maxSizeBytes: 5_000, keep: 1_000 });
			const { outcome } = await rotateLog(files, settings, { cutters: [...cuttersFor(process.platform)] });
			expect(outcome).toBe("rotated");
		},
	};
}

/** Follows until a text has come. */
function follow(cli: Cli, ...args: string[]) {
	const child = cli.spawn(["logs", "bot", "-f", ...args]);
	let seen = "";
	const listeners = new Set<() => void>();
	child.stdout?.on("data", (chunk) => {
		seen += chunk;
		for (const listener of listeners) listener();
	});
	return {
		child,
		until: (text: string) =>
			new Promise<void>((resolve) => {
				const look = () => seen.includes(text) && resolve();
				listeners.add(look);
				look();
			}),
	};
}

const numbered = (from: number, to: number) =>
	Array.from({ length: to - from }, (_, index) => `${from + index} ${"x".repeat(90)}\n`).join("");

describe("the last lines", () => {
	test("come as they were written, from before the rotation too", async () => {
		const cli = await botWith(numbered(0, 100));
		await cli.rotate();
		await appendFile(cli.log, 'three\r\n{"four":4}\n');
		const { stdout } = await cli.run("logs", "bot", "-n", "90");
		const lines = stdout.split("\n");
		expect(lines).toHaveLength(90);
		expect(lines[0]).toMatch(/^12 x/);
		expect(lines.slice(-2)).toEqual(["three\r", '{"four":4}']);
		expect(await cli.json("logs", "bot", "-n", "2")).toEqual({ name: "bot", lines: ["three", '{"four":4}'] });
	});

	test("come from files that somebody else rotated", async () => {
		const cli = await botWith("one\n  two\n");
		await rename(cli.log, `${cli.log}.1`);
		await writeFile(cli.log, 'three\n{"four":4}\n');
		expect(await cli.run("logs", "bot", "-n", "3")).toMatchObject({ status: 0, stdout: '  two\nthree\n{"four":4}' });
	});

	test("may be none", async () => {
		const cli = await botWith("one\n");
		expect(await cli.run("logs", "bot", "-n", "0")).toEqual({ status: 0, stdout: "", stderr: "" });
		await rm(cli.log);
		expect(await cli.run("logs", "bot")).toEqual({ status: 0, stdout: "", stderr: "bot has written nothing yet." });
	});

	test("are there with a broken config.json, and for a daemon that was taken out of it", async () => {
		const cli = await botWith("still here\n");
		await writeFile(cli.paths.config, '{ "daemons": { "other": ');
		expect(await cli.run("logs", "bot")).toEqual({ status: 0, stdout: "still here", stderr: "" });
		expect(await cli.run("logs", "nobody")).toMatchObject({ status: 1, stdout: "" });
		expect(await cli.run("logs", "../daemons/bot")).toMatchObject({ status: 1, stdout: "" });
		await writeFile(cli.paths.config, "{}");
		expect(await cli.run("logs", "bot")).toMatchObject({ status: 0, stdout: "still here" });
	});
});

describe("--grep", () => {
	test("prints the newest lines that match, colours or not, from rotated files too", async () => {
		const cli = await botWith(numbered(0, 200));
		await cli.rotate();
		await appendFile(cli.log, "\u001B[31mError\u001B[0m: 77\n");
		expect(
			(await cli.run("logs", "bot", "--grep", "^\\d*77 ")).stdout.split("\n").map((line) => line.slice(0, 4)),
		).toEqual(["77 x", "177 "]);
		expect((await cli.run("logs", "bot", "--grep", "^\\d*77 ", "-n", "1")).stdout).toMatch(/^177 /);
		expect((await cli.run("logs", "bot", "--grep", "^error: ", "-i")).stdout).toBe("\u001B[31mError\u001B[0m: 77");
		expect(await cli.json("logs", "bot", "--grep", "nothing")).toEqual({ name: "bot", lines: [] });
	});

	test("says what is wrong with an expression", async () => {
		const cli = await botWith("x\n");
		const { status, stderr } = await cli.run("logs", "bot", "--grep", "a(");
		expect(status).toBe(2);
		expect(stderr).toContain("backslash");
	});

	test("goes on with -f", async () => {
		const cli = await botWith("yes 1\nno 1\n");
		const { child, until } = follow(cli, "--grep", "yes");
		await until("yes 1\n");
		await appendFile(cli.log, "no 2\nye");
		await appendFile(cli.log, "s 2\nno 3\n");
		await until("yes 2\n");
		child.kill("SIGINT");
		expect(await child).toMatchObject({ exitCode: 0, stdout: "yes 1\nyes 2" });
	});
});

describe("-f", () => {
	test("goes on with what is written, across rotations of any kind, until it is interrupted", async () => {
		const cli = await botWith(numbered(0, 100));
		await appendFile(cli.log, "before\n");
		const { child, until } = follow(cli, "-n", "1");
		await until("before\n");
		await appendFile(cli.log, "first\n");
		await until("first\n");
		await cli.rotate();
		await appendFile(cli.log, "second\n");
		await until("second\n");
		await appendFile(cli.log, "last of the old\n");
		await rename(cli.log, join(cli.paths.daemon("bot").logs, "current.log.1"));
		await writeFile(cli.log, "first of the new\n");
		await until("first of the new\n");
		child.kill("SIGINT");
		const { exitCode, stdout, stderr } = await child;
		expect({ exitCode, stdout, stderr }).toEqual({
			exitCode: 0,
			stdout: "before\nfirst\nsecond\nlast of the old\nfirst of the new",
			stderr: "",
		});
	});

	test("waits for a log that is not there yet, and keeps quiet for as long as it takes", async () => {
		const cli = await botWith("");
		await rm(cli.paths.daemon("bot").logs, { recursive: true });
		const { child, until } = follow(cli);
		// Longer than the number of looks after which Node would warn of listeners that pile up.
		await delay(3_500);
		await mkdir(cli.paths.daemon("bot").logs, { recursive: true });
		await writeFile(cli.log, "at last\n");
		await until("at last\n");
		child.kill("SIGTERM");
		expect(await child).toMatchObject({ exitCode: 0, stdout: "at last", stderr: "bot has written nothing yet." });
	});

	test("ends when nobody reads any more", async () => {
		const cli = await botWith("one\n");
		const { child, until } = follow(cli);
		await until("one\n");
		child.stdout?.destroy();
		await appendFile(cli.log, "two\n");
		expect(await child).toMatchObject({ exitCode: 0 });
	});
});
