import { expect, test } from "vitest";
import { exportConversation } from "../../../server/conversations/export-conversation.ts";
import { recordConversation } from "../../support/conversations.ts";
import { tempDatabase } from "../../support/database.ts";

async function textOf(parts: AsyncIterable<string>): Promise<string> {
	let text = "";
	for await (const part of parts) text += part;
	return text;
}

test("gives a conversation with everything that was said as JSON, Markdown and a table", async () => {
	const db = await tempDatabase();
	const many = Array.from({ length: 120 }, (_, n) => ({ role: "assistant", text: `reply ${n}` }));
	const { id } = await recordConversation(
		db,
		{ title: "The <b>cart</b>", cwd: "/src/shop", session: "s/../1", usage: { inputTokens: 1200 }, keywords: ["cart"] },
		[
			{ text: '=HYPERLINK("http://x","y")', trigger: true },
			...many,
			{
				role: "tool",
				text: "Bash: ls",
				tool: { name: "Bash", input: { command: "ls" }, ok: false },
				output: "```\n# no heading\n\u001B[31mred",
			},
		],
	);
	const json = await exportConversation(db, id, "json");
	expect(json).toMatchObject({ name: "chat-claude-s-1.json", type: "application/json" });
	const read = JSON.parse(await textOf(json.parts));
	expect(read).toMatchObject({ sessionId: "s/../1", usage: { inputTokens: 1200 }, userTurns: 1, replies: 120 });
	expect(read.turns).toHaveLength(122);
	expect(read.turns.map(({ text }: { text: string }) => text).slice(1, 121)).toEqual(many.map(({ text }) => text));
	expect(read.turns.at(-1)).toMatchObject({ tool: { name: "Bash", input: { command: "ls" }, ok: false } });
	expect(read.turns.at(-1).tool.output).toContain("no heading");

	const markdown = await textOf((await exportConversation(db, id, "md")).parts);
	expect(markdown).toContain("# The \\<b\\>cart\\</b\\>");
	expect(markdown).toContain("reply 119");
	expect(markdown.split("\n").filter((line) => line === "# no heading")).toHaveLength(1);
	expect(markdown).toContain("```\n# no heading");

	const csv = await textOf((await exportConversation(db, id, "csv")).parts);
	const lines = csv.split("\r\n");
	expect(lines[0]).toBe("\uFEFFat,role,sidechain,text,tool,ok,input,output,backup asked for,characters left out");
	expect(lines[1]).toContain(`,user,no,"'=HYPERLINK(""http://x"",""y"")",,,,,yes,0`);
	expect(csv).toContain('Bash,no,"{""command"":""ls""}"');
	await expect(exportConversation(db, 99, "md")).rejects.toThrow("There is no conversation 99");
});

test("gives each turn once, also where more of one time than are read at once stand together", async () => {
	const db = await tempDatabase();
	const at = "2026-11-20T10:00:00.000Z";
	const turns = Array.from({ length: 130 }, (_, n) => ({
		text: `turn ${n}`,
		at: n < 5 ? "2026-11-20T09:00:00.000Z" : at,
	}));
	const { id } = await recordConversation(db, {}, turns);
	const read = JSON.parse(await textOf((await exportConversation(db, id, "json")).parts));
	expect(read.turns.map(({ text }: { text: string }) => text)).toEqual(turns.map(({ text }) => text));
});
