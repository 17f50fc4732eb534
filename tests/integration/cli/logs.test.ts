import { appendFile, mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cliFor } from "./run-cli.ts";

const BOT = { bot: { command: ["x"] } };

test("the last lines come as they were written, from before the rotation too", async () => {
	const cli = await cliFor(BOT);
	const { logs, currentLog } = cli.paths.daemon("bot");
	await mkdir(logs, { recursive: true });
	await writeFile(join(logs, "current.log.1"), "one\n  two\n");
	await writeFile(currentLog, 'three\n{"four":4}\n');
	expect(await cli.run("logs", "bot", "-n", "3")).toMatchObject({ status: 0, stdout: '  two\nthree\n{"four":4}' });
	expect(await cli.json("logs", "bot", "-n", "1")).toEqual({ name: "bot", lines: ['{"four":4}'] });
});

test("a daemon that wrote nothing is no failure", async () => {
	const cli = await cliFor(BOT);
	expect(await cli.run("logs", "bot")).toEqual({ status: 0, stdout: "", stderr: "bot has written nothing yet." });
});

test("-f goes on with what is written, across a rotation, until it is interrupted", async () => {
	const cli = await cliFor(BOT);
	const { logs, currentLog } = cli.paths.daemon("bot");
	await mkdir(logs, { recursive: true });
	await writeFile(currentLog, "before\n");
	const following = cli.spawn(["logs", "bot", "-f"]);
	let seen = "";
	const until = (text: string) =>
		new Promise<void>((resolve) => {
			const look = () => seen.includes(text) && resolve();
			following.stdout?.on("data", (chunk) => {
				seen += chunk;
				look();
			});
			look();
		});
	await until("before\n");
	await appendFile(currentLog, "first\n");
	await until("first\n");
	await appendFile(currentLog, "last of the old\n");
	await rename(currentLog, join(logs, "current.log.1"));
	await writeFile(currentLog, "first of the new\n");
	await until("first of the new\n");
	following.kill("SIGINT");
	expect(await following).toMatchObject({ exitCode: 0, stdout: "before\nfirst\nlast of the old\nfirst of the new" });
});
