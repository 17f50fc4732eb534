import type { Database } from "../db/open.ts";
import type { Role, ToolUse } from "../transcripts/changes.ts";
import type { SummaryTurn } from "./types.ts";

/** Read at once: a turn may be long. */
const PAGE = 100;

/**
 * The turns of a conversation as the record has them, without their secrets, in the order of their times. A page at a time,
 * each found by the index, so that a long one takes no longer a turn than a short one.
 */
export async function* storedTurns(db: Database, conversationId: number): AsyncGenerator<SummaryTurn> {
	let last: { at: Date; id: number } | null = null;
	for (;;) {
		const beyond: object = last ? { at: { gte: last.at }, OR: [{ at: { gt: last.at } }, { id: { gt: last.id } }] } : {};
		const rows = await db.read((prisma) =>
			prisma.conversationTurn.findMany({
				where: { conversationId, ...beyond },
				orderBy: [{ at: "asc" }, { id: "asc" }],
				take: PAGE,
				select: {
					id: true,
					at: true,
					role: true,
					text: true,
					tool: true,
					output: true,
					sidechain: true,
					trigger: true,
				},
			}),
		);
		for (const { role, tool, ...turn } of rows) {
			yield { ...turn, role: role as Role, tool: tool as ToolUse | null };
		}
		last = rows.at(-1) ?? null;
		if (rows.length < PAGE) return;
	}
}
