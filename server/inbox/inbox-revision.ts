import type { Prisma } from "../db/generated/client.ts";
import type { Database } from "../db/open.ts";

/** Of the setting that tells when the person is there. */
export const PERSON = "person";

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
		const person = await prisma.setting.findUnique({ where: { key: PERSON }, select: { changedAt: true } });
		const seen = messages.map(({ from, seenAt }) => (from === "human" && seenAt === null ? "0" : "1")).join("");
		return `${event?.id ?? 0} ${messages[0]?.id ?? 0} ${seen} ${person?.changedAt.getTime() ?? 0}`;
	});
}

/** Makes the revision another one, for a change of questions that is on no trail because nobody did anything to them. */
export async function raiseRevision(transaction: Prisma.TransactionClient): Promise<void> {
	const person = await transaction.setting.findUnique({ where: { key: PERSON }, select: { changedAt: true } });
	if (!person) return; // no dashboard has ever run, so no page has seen anything
	const changedAt = new Date(Math.max(Date.now(), person.changedAt.getTime() + 1));
	await transaction.setting.update({ where: { key: PERSON }, data: { changedAt } });
}
