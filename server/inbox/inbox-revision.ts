import type { Database } from "../db/open.ts";

/** The asker reads what the person just said: of older messages that was told before. */
const WATCHED = 20;

/**
 * Something that is another after each change of any question or thread, from a few rows at the end: every change of a
 * question is on its trail. (That it was asked again is now and then not, and is told with the next change.)
 */
export function inboxRevision(db: Database): Promise<string> {
	return db.read(async (prisma) => {
		const event = await prisma.questionEvent.findFirst({ orderBy: { id: "desc" }, select: { id: true } });
		const messages = await prisma.message.findMany({
			orderBy: { id: "desc" },
			take: WATCHED,
			select: { id: true, from: true, seenAt: true },
		});
		// Deadlines are reckoned anew when the person's hours change.
		const person = await prisma.setting.findUnique({ where: { key: "person" }, select: { changedAt: true } });
		const seen = messages.map(({ from, seenAt }) => (from === "human" && seenAt === null ? "0" : "1")).join("");
		return `${event?.id ?? 0} ${messages[0]?.id ?? 0} ${seen} ${person?.changedAt.getTime() ?? 0}`;
	});
}
