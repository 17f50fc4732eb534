import type { Database } from "../db/open.ts";

/** A summary that is ready to be kept. */
export interface Summary {
	summary: string;
	keywords: string[];
	/** `extract`, or who wrote it. */
	by: string;
}

/**
 * Keeps a summary; a conversation that is gone meanwhile stays gone.
 *
 * @param of the `change` of the conversation that it was made of; null: it stands in for one that is still to be made
 */
export async function storeSummary(db: Database, id: number, { summary, keywords, by }: Summary, of: number | null) {
	await db.write(async ({ conversation }) => {
		const row = await conversation.findUnique({ where: { id }, select: { change: true } });
		if (!row) return;
		const newest = await conversation.aggregate({ _max: { change: true } });
		// This too is a change of the record. But unless something was said meanwhile, the summary is of this very state.
		const change = (newest._max.change ?? 0) + 1;
		const summaryOf = of === row.change ? change : of;
		await conversation.update({
			where: { id },
			data: { summary, keywords, summaryBy: by, change, ...(of !== null && { summaryOf }) },
		});
	});
}
