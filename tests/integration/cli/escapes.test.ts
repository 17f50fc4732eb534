import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Question } from "../../../server/contract/question.ts";
import { openDatabase } from "../../../server/db/open.ts";
import { askQuestion } from "../../../server/inbox/ask-question.ts";
import { node } from "../../support/daemon-config.ts";
import { eventually } from "../../support/wait.ts";
import { type Cli, cliFor } from "./run-cli.ts";

/** Clears the line, goes up, sets the window's title, turns the writing around. */
const EVIL = "\u001B[2K\u001B[1Aall well\u001B]0;owned\u0007 \u009B31m \u202E";
const FORGED = `Deploy?${EVIL}\nQ-99 Forged  (bot)`;
const UNSAFE = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E]/;

async function askEvil(cli: Cli): Promise<Question> {
	const db = await openDatabase(cli.paths.database);
	try {
		return await askQuestion(db, {
			kind: "choice",
			title: FORGED,
			daemon: "bot",
			body: `First\u001B[8m hidden\u001B[0m\n\n\`\`\`sh\nls \u001B[8m; rm -rf x\n\`\`\``,
			options: [{ id: `yes${EVIL}`, label: `Yes\nQ-98 Forged${EVIL}` }],
		});
	} finally {
		await db.close();
	}
}

test("a question cannot write over the inbox, nor forge another; JSON is exact", async () => {
	const cli = await cliFor();
	const question = await askEvil(cli);
	const { stdout } = await cli.run("inbox");
	expect(stdout).not.toMatch(UNSAFE);
	expect(stdout).toContain("⟦U+202E⟧");
	expect(stdout).toContain("ls ⟦U+001B⟧[8m; rm -rf x");
	expect(stdout.split("\n").filter((line) => line.startsWith("Q-"))).toHaveLength(1);
	expect((await cli.json<{ questions: Question[] }>("inbox")).questions).toMatchObject([
		{ title: question.title, body: question.body, options: question.options },
	]);
});

test("an answer and an error about it are shown the same way; a script gets the answer exact", async () => {
	const cli = await cliFor();
	const { ticket } = await askEvil(cli);
	const refused = await cli.run("answer", ticket, `no${EVIL}`);
	expect(refused).toMatchObject({ status: 1, stderr: expect.stringContaining("⟦U+202E⟧") });
	expect(refused.stderr).not.toMatch(UNSAFE);
	expect(refused.stderr.split("\n")).toHaveLength(1);

	const asked = await cli.json<Question>("ask", "Say it", "--wait", "0", "--key", "k");
	const answered = await cli.run("answer", asked.ticket, EVIL);
	expect(answered.stdout).not.toMatch(UNSAFE);
	expect(answered.stdout).toContain("all well");
	expect((await cli.run("ask", "Say it", "--key", "k")).stdout).toBe(EVIL);
});

test("what a daemon says of itself cannot leave its row", async () => {
	const cli = await cliFor({ bot: { command: node("sleeper.mjs") } });
	await cli.run("start", "bot");
	const { instance } = JSON.parse(await readFile(cli.paths.daemon("bot").process, "utf8")) as { instance: string };
	const status = {
		v: 1,
		instance,
		seq: 1,
		at: new Date().toISOString(),
		activity: "working",
		task: { id: `US-1${EVIL}`, title: `T\nbot2 running${EVIL}` },
		message: EVIL,
	};
	await writeFile(cli.paths.daemon("bot").status, JSON.stringify(status));
	const shown = await eventually(async () => {
		const { stdout } = await cli.run("status");
		return stdout.includes("US-1") ? stdout : null;
	});
	expect(shown).not.toMatch(UNSAFE);
	expect(shown.split("\n").filter((line) => line.startsWith("bot"))).toHaveLength(1);
});

test("a roadmap, its warnings, and what was typed wrong", async () => {
	const cli = await cliFor();
	const file = join(cli.paths.home, "ROADMAP.md");
	await writeFile(file, `## US-1: T${EVIL}\n**Status**: planned${EVIL}\n**Depends on**: US-7${EVIL}\n\nBody${EVIL}\n`);
	for (const args of [["list"], ["next"], ["show", "US-1"], ["show", `US-2${EVIL}`]]) {
		const { stdout, stderr } = await cli.run("roadmap", ...args, "--file", file);
		expect(`${stdout}${stderr}`).not.toMatch(UNSAFE);
	}
	const { status, stderr } = await cli.run("status", `--x${EVIL}`);
	expect(status).toBe(2);
	expect(stderr).not.toMatch(UNSAFE);
});
