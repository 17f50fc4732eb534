import { NightshiftError } from "../contract/errors.ts";
import type { CallStatus, RecordedCall, RecordedChange } from "../contract/record.ts";
import type { Database } from "../db/open.ts";
import { pageSize } from "../inbox/page.ts";
import { isoTime } from "./sql-time.ts";

/**
 * One page of a run's tool calls, the newest first, without the texts of what they changed. `next`: the cursor of the
 * following page, null on the last.
 */
export async function listCalls(
	db: Database,
	runId: number,
	{ cursor, limit }: { cursor?: number | undefined; limit?: number | undefined } = {},
): Promise<{ calls: RecordedCall[]; next: string | null }> {
	const size = pageSize(limit);
	const rows = await db.read(
		(prisma) => prisma.$queryRaw<CallRow[]>`
			SELECT "ToolCall"."id", "Turn"."number" AS "turn", "title", "kind", "status", "command", "output",
				(SELECT json_group_array("value"->>'path') FROM json_each("changes")) AS "files",
				"ToolCall"."startedAt", "ToolCall"."endedAt"
			FROM "ToolCall" JOIN "Turn" ON "Turn"."id" = "turnId"
			WHERE "Turn"."runId" = ${runId} AND "ToolCall"."id" < ${cursor ?? Number.MAX_SAFE_INTEGER}
			ORDER BY "ToolCall"."id" DESC LIMIT ${size + 1}`,
	);
	const page = rows.slice(0, size).map(toCall);
	const last = page.at(-1);
	return { calls: page, next: rows.length > size && last ? String(last.id) : null };
}

/** One call of a run, with what it changed. @throws NightshiftError `not-found`, `database-unavailable` */
export async function readCall(
	db: Database,
	runId: number,
	id: number,
): Promise<RecordedCall & { changes: RecordedChange[] }> {
	const row = await db.read(({ toolCall }) =>
		toolCall.findFirst({ where: { id, turn: { runId } }, include: { turn: { select: { number: true } } } }),
	);
	if (!row) {
		const sentence = `Run ${runId} has no step ${id}; its timeline lists those it has.`;
		throw new NightshiftError("not-found", sentence, { run: runId, call: id });
	}
	const changes = row.changes as unknown as RecordedChange[];
	return {
		id,
		turn: row.turn.number,
		title: row.title,
		kind: row.kind,
		status: row.status as CallStatus,
		command: row.command,
		output: row.output,
		files: changes.map(({ path }) => path),
		startedAt: row.startedAt.toISOString(),
		endedAt: row.endedAt?.toISOString() ?? null,
		changes,
	};
}

type CallRow = Omit<RecordedCall, "files" | "id" | "turn"> & {
	id: number | bigint;
	turn: number | bigint;
	files: string;
};

function toCall(row: CallRow): RecordedCall {
	return {
		...row,
		id: Number(row.id),
		turn: Number(row.turn),
		files: JSON.parse(row.files) as string[],
		startedAt: isoTime(row.startedAt),
		endedAt: row.endedAt && isoTime(row.endedAt),
	};
}
