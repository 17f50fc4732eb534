import { expect, test } from "vitest";
import { addTurn, recordConversation } from "../../support/conversations.ts";
import { tempDatabase } from "../../support/database.ts";
import { eventually } from "../../support/wait.ts";
import { NOW, startKeeper, summarised, summaryOf } from "./keeper.ts";

const TALK = [
	{ text: "Mend the cart, please. Use SQLite from now on." },
	{
		role: "tool",
		text: "Bash npm test",
		tool: { name: "Bash", input: { command: "npm test" }, ok: false },
		output: "boom",
	},
	{ role: "assistant", text: "The cart is mended." },
];

test("without a provider an extract is kept, once", async () => {
	const db = await tempDatabase();
	const { id } = await recordConversation(db, {}, TALK);
	startKeeper(db, null);
	const { summary, keywords, change } = await summarised(db, id, "extract");
	expect(summary).toContain("Asked: “Mend the cart, please. Use SQLite from now on.”");
	expect(summary).toContain("Failed: 1 tool call: `npm test`");
	expect(keywords).toContain("SQLite");
	const other = await recordConversation(db, {}, TALK);
	await summarised(db, other.id, "extract");
	expect((await summaryOf(db, id)).change).toBe(change);
});

test("one that goes on is summarised when it has been quiet, and again when it has changed", async () => {
	const db = await tempDatabase();
	let now = NOW;
	const { id } = await recordConversation(db, {}, [{ ...TALK[0], at: new Date(NOW - 60_000) }]);
	const quiet = await recordConversation(db, {}, TALK);
	startKeeper(db, null, { now: () => now });
	await summarised(db, quiet.id, "extract");
	expect((await summaryOf(db, id)).summaryBy).toBeNull();
	now += 10 * 60_000;
	await summarised(db, id, "extract");
	await addTurn(db, id, { role: "user", text: "Something else: paint it blue.", at: new Date(now - 11 * 60_000) });
	await eventually(async () => (await summaryOf(db, id)).summary?.includes("paint it blue") || null);
});

test("one of which a backup is ordered is summarised at once, and only once for the order", async () => {
	const db = await tempDatabase();
	const at = new Date(NOW - 5_000);
	const { id } = await recordConversation(db, {}, [{ ...TALK[0], at }]);
	await db.prisma.conversationOrder.create({ data: { conversationId: id, turnKey: "k0", at, doneAt: at } });
	startKeeper(db, null);
	const { change } = await summarised(db, id, "extract");
	await addTurn(db, id, { text: "The backup is made.", at: new Date(NOW - 1_000) });
	const other = await recordConversation(db, {}, TALK);
	await summarised(db, other.id, "extract");
	expect((await summaryOf(db, id)).summaryOf).toBe(change);
});

test("what is being read in is left alone, however old it is, and so is what has no turns", async () => {
	const db = await tempDatabase();
	let now = NOW;
	const reading = await recordConversation(db, {}, TALK);
	const empty = await recordConversation(db, {}, []);
	await db.prisma.conversationFile.create({
		data: {
			source: "claude",
			path: "/a",
			file: "1",
			head: "",
			conversationId: reading.id,
			readAt: new Date(NOW - 1_000),
		},
	});
	const other = await recordConversation(db, {}, TALK);
	startKeeper(db, null, { now: () => now });
	await summarised(db, other.id, "extract");
	expect((await summaryOf(db, reading.id)).summaryBy).toBeNull();
	now += 60_000;
	await summarised(db, reading.id, "extract");
	expect((await summaryOf(db, empty.id)).summaryBy).toBeNull();
});

test("a clock that was ahead keeps no conversation from its summary for ever", async () => {
	const db = await tempDatabase();
	const { id } = await recordConversation(db, {}, [{ ...TALK[0], at: new Date(NOW + 365 * 86_400_000) }]);
	startKeeper(db, null);
	await summarised(db, id, "extract");
});

test("a conversation of thousands of turns is gone through page by page, also when all are of one moment", async () => {
	const db = await tempDatabase();
	const at = new Date(NOW - 86_400_000);
	const turns = Array.from({ length: 2_050 }, (_, n) => ({ text: `We decided on plan ${n}.`, at }));
	const { id } = await recordConversation(db, {}, turns);
	startKeeper(db, null);
	expect((await summarised(db, id, "extract")).summary).toContain(
		"2,048 more requests, last “We decided on plan 2049.”",
	);
});
