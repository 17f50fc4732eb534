import { expect, onTestFinished, test } from "vitest";
import { type Receipts, takeIn } from "../../../server/chat/inflow.ts";
import { openDatabase } from "../../../server/db/open.ts";
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
