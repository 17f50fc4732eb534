import type { Database } from "../db/open.ts";

/** Something that is another after each change of a conversation or of a backup, from the ends of a few indexes. */
export async function conversationsRevision(db: Database): Promise<string> {
	const [row = {}] = await db.read(
		(prisma) => prisma.$queryRaw<object[]>`
			SELECT (SELECT max("change") FROM "Conversation") AS "change", (SELECT max("id") FROM "ConversationOrder") AS "order",
				(SELECT max("doneAt") FROM "ConversationOrder") AS "done",
				(SELECT count(*) FROM "ConversationOrder" WHERE "doneAt" IS NULL) AS "open"`,
	);
	return Object.values(row).join(" ");
}

/** The same of the transcripts that it is read from. Each of them is looked at: 10,000 take some ten milliseconds. */
export function transcriptsRevision(db: Database): Promise<string> {
	return db.read(async ({ conversationFile }) => {
		const states = await conversationFile.groupBy({ by: ["state"], _count: true, orderBy: { state: "asc" } });
		return states.map(({ state, _count }) => `${state} ${_count}`).join(" ");
	});
}
