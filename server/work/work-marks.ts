import type { Database } from "../db/open.ts";

/** So many of the latest runs and steps are looked at one by one; those before them have ended long ago. */
const LATEST = 100;

/**
 * A text for each daemon that is another one when its runs have changed, or what is recorded of them: whatever a recorder
 * writes it counts in the run. It is quick however long the record is, and reads none of its long texts.
 */
export async function readWorkMarks(db: Database): Promise<Map<string, string>> {
	const rows = await db.read(
		(prisma) => prisma.$queryRaw<{ daemon: string; mark: string }[]>`
			SELECT "daemon", group_concat("mark", ';') AS "mark" FROM (
				SELECT "daemon", "status" || count(*) AS "mark" FROM "Run" GROUP BY "daemon", "workspace", "status"
				UNION ALL
				SELECT * FROM (
					SELECT "daemon", "id" || ':' || concat_ws(':', "status", "stage", "waitsFor", "reason", "commit", "outcome",
						"result", "agent", "endedAt", "activeMs", "inputTokens", "outputTokens", "cost") AS "mark"
					FROM "Run" ORDER BY "id" DESC LIMIT ${LATEST})
				UNION ALL
				SELECT * FROM (
					SELECT "daemon", 'c' || c."id" || c."status" AS "mark"
					FROM "ToolCall" c JOIN "Turn" t ON t."id" = c."turnId" JOIN "Run" r ON r."id" = t."runId"
					ORDER BY c."id" DESC LIMIT ${LATEST})
				UNION ALL
				SELECT * FROM (
					SELECT "daemon", 't' || t."id" AS "mark" FROM "Turn" t JOIN "Run" r ON r."id" = t."runId"
					ORDER BY t."id" DESC LIMIT 1)
				UNION ALL
				SELECT * FROM (
					SELECT "daemon", 'k' || k."id" AS "mark" FROM "Check" k JOIN "Run" r ON r."id" = k."runId"
					ORDER BY k."id" DESC LIMIT 1)
			) GROUP BY "daemon"`,
	);
	return new Map(rows.map(({ daemon, mark }) => [daemon, mark]));
}
