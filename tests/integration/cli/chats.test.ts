import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openDatabase } from "../../../server/db/open.ts";
import { recordConversation } from "../../support/conversations.ts";
import { type Cli, cliFor } from "./run-cli.ts";

async function cliWithRecord(): Promise<Cli & { id: number }> {
	const cli = await cliFor();
	const { paths } = cli;
	const db = await openDatabase(paths.database);
	await recordConversation(db, { source: "codex", title: "Name the moons" }, [{ text: "which moons?" }]);
	const { id } = await recordConversation(
		db,
		{ title: "Why the cart \u001B[2Jloses its lines", cwd: "/src/shop", redactions: 1, summary: "It was the reducer." },
		[
			{ text: "bchat", trigger: true },
			{ role: "assistant", text: "It was the **reducer**.\u001B]0;evil\u0007" },
			{ role: "tool", text: "Bash: npm test", tool: { name: "Bash", input: "npm test", ok: false }, output: "no" },
		],
	);
	await db.close();
	return { ...cli, id };
}

test("lists, searches and shows recorded conversations without a dashboard, and lets no escape through", async () => {
	const { run, json, id } = await cliWithRecord();
	const list = await run("chats", "list");
	expect(list.stdout).toContain("Name the moons");
	expect(list.stdout).toMatch(new RegExp(`${id}\\s+claude\\s+Why the cart`));
	const some = await json<{ [key: string]: unknown }>("chats", "list", "--backup");
	expect(some.conversations).toMatchObject([{ id, cwd: "/src/shop", triggers: 1 }]);
	expect((await run("chats", "list", "--source", "gemini")).stdout).toContain("No recorded conversation");
	const found = await json<{ [key: string]: unknown }>("chats", "search", "reduc");
	expect(found.turns).toMatchObject([{ conversationId: id, role: "assistant" }]);
	expect((await run("chats", "search", "nothing", "like", "it")).stdout).toContain("Nothing recorded");
	const shown = await run("chats", "show", String(id));
	expect(shown.stdout).toContain("asks for a backup");
	expect(shown.stdout).toContain("Bash: npm test (failed)");
	expect(shown.stdout).toContain("1 blotted out");
	for (const { stdout } of [list, shown]) expect(stdout).not.toContain("\u001B");
	const last = await json<{ [key: string]: unknown }>("chats", "show", String(id), "-n", "1");
	expect(last).toMatchObject({ id, older: true, turns: [{ role: "tool" }] });
	const missing = await run("chats", "show", "99");
	expect(missing.status).toBe(1);
	expect(missing.stderr).toContain("There is no conversation 99");
});

test("exports a conversation to standard output, or into a new file for its owner alone", async () => {
	const { paths, run, json, id } = await cliWithRecord();
	const file = join(paths.home, "talk.md");
	const done = await run("chats", "export", String(id), "--out", file);
	expect(done.stdout).toContain(`Conversation ${id} is in ${file}.`);
	expect(await readFile(file, "utf8")).toContain("It was the **reducer**");
	expect((await stat(file)).mode & 0o777).toBe(0o600);
	const again = await run("chats", "export", String(id), "--out", file);
	expect(again.status).toBe(1);
	expect(again.stderr).toContain("there is such a file");
	const whole = JSON.parse((await run("chats", "export", String(id), "--as", "json")).stdout);
	expect(whole.turns).toHaveLength(3);
	const csv = await json<{ [key: string]: unknown }>("chats", "export", String(id), "--as", "csv");
	expect(csv).toMatchObject({ conversation: id, format: "csv", text: expect.stringContaining("user,no,bchat") });
	expect((await run("chats", "export", "99")).status).toBe(1);
	expect((await (await cliFor()).run("chats", "export", "1")).stderr).toContain("There is no conversation 1");
});
