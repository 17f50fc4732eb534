import { expect, onTestFinished, test } from "vitest";
import { listConversations, listMessages } from "../../../server/chat/list-messages.ts";
import { openDatabase } from "../../../server/db/open.ts";
import { tempHome } from "../../support/temp-home.ts";

test("of the conversations with whom config.json does not know, the hundred last written in are listed, and all are kept", async () => {
	const db = await openDatabase((await tempHome()).database);
	onTestFinished(() => db.close());
	const said = (daemon: string) => ({ daemon, from: "daemon", kind: "text", text: `I am ${daemon}.` });
	await db.write(async ({ chatMessage }) => {
		await chatMessage.createMany({ data: Array.from({ length: 300 }, (_, n) => said(`agent-${n}`)) });
		await chatMessage.create({ data: said("agent-7") });
		await chatMessage.create({ data: said("emptied") });
		await chatMessage.deleteMany({ where: { daemon: "emptied" } });
	});
	const list = await listConversations(db, [
		{ name: "worker", agent: true },
		{ name: "agent-299", agent: false },
	]);
	const names = list.map(({ daemon }) => daemon);
	expect(names.slice(0, 4)).toEqual(["worker", "agent-299", "agent-7", "agent-298"]);
	expect(names).toHaveLength(102);
	expect(names.at(-1)).toBe("agent-200");
	expect(list.map(({ known }) => known).slice(0, 3)).toEqual([true, true, false]);
	expect((await listMessages(db, "agent-0", { limit: 5 })).messages).toMatchObject([{ text: "I am agent-0." }]);
});
