import { expect, onTestFinished, test } from "vitest";
import { type Receipts, takeIn } from "../../../server/chat/inflow.ts";
import { openDatabase } from "../../../server/db/open.ts";
import { finishCommand } from "../../../server/inbox/finish-command.ts";
import { migrationsBefore } from "../../support/migrations.ts";
import { tempHome } from "../../support/temp-home.ts";

test("of many unfinished commands only the newest are followed, and the end of each is told", async () => {
	const db = await openDatabase((await tempHome()).database);
	onTestFinished(() => db.close());
	const data = Array.from({ length: 700 }, (_, n) => ({ daemon: "worker", text: `do ${n}`, when: "now" }));
	await db.write(({ command }) => command.createMany({ data }));
	await takeIn(db, new Map());
	const receipts: Receipts = new Map();
	await takeIn(db, receipts);
	expect(receipts.size).toBe(500);
	expect(Math.min(...receipts.keys())).toBe(201);
	const ended = { status: "done", reply: "It is done.", finishedAt: new Date() };
	await db.write(({ command }) => command.updateMany({ where: { id: { lte: 300 } }, data: ended }));
	expect([...(await takeIn(db, receipts))]).toEqual(["worker"]);
	const replies = await db.read(({ chatMessage }) => chatMessage.count({ where: { kind: "reply" } }));
	expect(replies).toBe(300);
	await takeIn(db, new Map());
	expect(await db.read(({ chatMessage }) => chatMessage.count())).toBe(1_000);
});

test("what is kept does not grow with the commands that nobody finishes, and the end of any of them is told", async () => {
	const db = await openDatabase((await tempHome()).database);
	onTestFinished(() => db.close());
	const data = Array.from({ length: 3_000 }, (_, n) => ({ daemon: `agent-${n % 7}`, text: `do ${n}`, when: "now" }));
	await db.write(({ command }) => command.createMany({ data }));
	const receipts: Receipts = new Map();
	await takeIn(db, receipts);
	const kept = await db.read(({ setting }) => setting.findUnique({ where: { key: "chat" } }));
	expect(JSON.stringify(kept?.value).length).toBeLessThan(200);
	await finishCommand(db, "C-3", "done", "So late.");
	await finishCommand(db, "C-4", "declined");
	expect([...(await takeIn(db, receipts))].sort()).toEqual(["agent-2", "agent-3"]);
	expect(await db.read(({ chatMessage }) => chatMessage.findMany({ where: { kind: "reply" } }))).toMatchObject([
		{ daemon: "agent-2", text: "So late.", replyTo: 3 },
	]);
	expect([...(await takeIn(db, receipts))]).toEqual([]);
	expect(receipts.size).toBe(500);
}, 60_000);

test("an end that an earlier version had not told yet is told, and one that it had is not told again", async () => {
	const { database } = await tempHome();
	const before = await openDatabase(database, await migrationsBefore("0009"));
	const said = (reply: string) => ({
		daemon: "worker",
		text: "rest",
		when: "now",
		status: "done",
		reply,
		finishedAt: new Date(),
	});
	await before.write(async ({ command, chatMessage, setting }) => {
		await command.createMany({ data: [said("told"), said("awaited"), said("neither")] });
		await command.create({ data: { daemon: "worker", text: "open", when: "now" } });
		const sent = (commandId: number) => ({
			daemon: "worker",
			from: "person",
			kind: "command",
			text: "rest",
			commandId,
		});
		await chatMessage.createMany({ data: [sent(1), sent(2)] });
		await setting.create({ data: { key: "chat", value: { commands: 2, questions: 0, open: [], awaiting: [2] } } });
	});
	await before.close();

	const db = await openDatabase(database);
	onTestFinished(() => db.close());
	await takeIn(db, new Map());
	await finishCommand(db, "C-4", "done", "later");
	await takeIn(db, new Map());
	const replies = await db.read(({ chatMessage }) => chatMessage.findMany({ where: { kind: "reply" } }));
	expect(replies.map(({ text }) => text)).toEqual(["awaited", "neither", "later"]);
	const kept = await db.read(({ setting }) => setting.findUnique({ where: { key: "chat" } }));
	expect(kept?.value).toEqual({ commands: 4, questions: 0, open: [] });
});
