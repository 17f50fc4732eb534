import type { Database } from "../db/open.ts";
import { ticketOf } from "../inbox/ticket.ts";

/** How a person last answered the question of this key, once that was taken, when no rule came of it; else null. */
export async function lastAnswer(
	db: Database,
	daemon: string,
	key: string,
): Promise<{ ticket: string; answer: string; at: Date } | null> {
	return db.read(async (prisma) => {
		const row = await prisma.question.findFirst({
			where: { scope: daemon, OR: [{ key }, { key: { startsWith: `${key}#` } }] },
			orderBy: { id: "desc" },
		});
		const { answer, answeredAt } = row ?? {};
		if (!row?.deliveredAt || row.answeredBy !== "human" || typeof answer !== "string" || !answeredAt) return null;
		const ticket = ticketOf(row.id);
		const rules = await prisma.rule.count({ where: { ticket } });
		return rules === 0 ? { ticket, answer, at: answeredAt } : null;
	});
}
