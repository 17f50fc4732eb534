import type { RecordedTurn } from "../contract/conversations.ts";
import type { Database } from "../db/open.ts";
import { toRecordedTurn } from "./turn-row.ts";

/** Read at once: a turn may be a megabyte. */
const PAGE = 50;

/**
 * All turns of a conversation, whole, in the order of their times; only a few are held at once.
 * @throws NightshiftError `database-unavailable`
 */
export async function* allTurns(db: Database, conversationId: number): AsyncGenerator<RecordedTurn> {
	let last: { at: Date; id: number } | null = null;
	for (;;) {
		// The bound on the time alone is what the index is entered at: without it every page would begin at the first turn.
		const beyond: object = last ? { at: { gte: last.at }, OR: [{ at: { gt: last.at } }, { id: { gt: last.id } }] } : {};
		const rows = await db.read((prisma) =>
			prisma.conversationTurn.findMany({
				where: { conversationId, ...beyond },
				orderBy: [{ at: "asc" }, { id: "asc" }],
				take: PAGE,
			}),
		);
		yield* rows.map(toRecordedTurn);
		last = rows.at(-1) ?? null;
		if (rows.length < PAGE) return;
	}
}
