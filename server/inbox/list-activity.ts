import type { ActivityEntry } from "../contract/activity.ts";
import type { Database } from "../db/open.ts";
import { pageSize } from "./page.ts";
import { toEntry } from "./record-activity.ts";

/**
 * The activity feed, oldest first: what came after `afterId`, or without it the newest entries. At most `limit` of them
 * (1 to 200, as many unless told). Ids grow in the order in which entries became visible, so following by the last id
 * misses nothing.
 */
export async function listActivity(
	db: Database,
	{ afterId, daemon, limit }: { afterId?: number; daemon?: string; limit?: number } = {},
): Promise<ActivityEntry[]> {
	const follow = afterId !== undefined;
	const rows = await db.read(async (prisma) => {
		const found = await prisma.activity.findMany({
			where: { ...(follow && { id: { gt: afterId } }), ...(daemon !== undefined && { daemon }) },
			orderBy: { id: follow ? "asc" : "desc" },
			take: pageSize(limit),
		});
		return found.map(toEntry);
	});
	return follow ? rows : rows.reverse();
}
