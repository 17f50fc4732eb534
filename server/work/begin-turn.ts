import type { Prisma } from "../db/generated/client.ts";
import { wellFormed } from "../inbox/text.ts";
import { isoTime } from "./sql-time.ts";
import { leaveNoCallOpen } from "./write-turn.ts";

/** Begins a run's next turn, after those that a crash left open were closed. @returns the new turn's id. */
export async function beginTurn(
	transaction: Prisma.TransactionClient,
	runId: number,
	prompt: string,
	at: Date,
): Promise<number> {
	await closeOpenTurns(transaction, runId);
	const last = await transaction.turn.findFirst({
		where: { runId },
		orderBy: { number: "desc" },
		select: { number: true },
	});
	const data = { runId, number: (last?.number ?? 0) + 1, prompt: wellFormed(prompt), startedAt: at };
	return (await transaction.turn.create({ data, select: { id: true } })).id;
}

/** What the record knows of a run when somebody goes on recording it. */
export async function readStanding(
	transaction: Prisma.TransactionClient,
	runId: number,
): Promise<{ costs: number[]; changesSize: number }> {
	const turns = await transaction.turn.findMany({
		where: { runId, cost: { not: null } },
		orderBy: { number: "asc" },
		select: { cost: true },
	});
	const [row] = await transaction.$queryRaw<{ size: number | bigint | null }[]>`
		SELECT sum(length("changes")) AS "size" FROM "ToolCall" JOIN "Turn" ON "Turn"."id" = "turnId"
		WHERE "runId" = ${runId} AND "changes" <> '[]'`;
	return { costs: turns.map(({ cost }) => cost ?? 0), changesSize: Number(row?.size ?? 0) };
}

/** When such a turn ended nobody saw: it is the last sign of life that counts, not the days until it was noticed. */
async function closeOpenTurns(transaction: Prisma.TransactionClient, runId: number): Promise<void> {
	const open = await transaction.turn.findMany({
		where: { runId, endedAt: null },
		select: { id: true, startedAt: true },
	});
	if (open.length === 0) return;
	for (const { id, startedAt } of open) {
		const [last] = await transaction.$queryRaw<{ at: string | null }[]>`
			SELECT max(coalesce("endedAt", "startedAt")) AS "at" FROM "ToolCall" WHERE "turnId" = ${id}`;
		const endedAt = last?.at ? new Date(isoTime(last.at)) : startedAt;
		await transaction.turn.update({ where: { id }, data: { stopReason: "interrupted", endedAt } });
	}
	await leaveNoCallOpen(
		transaction,
		open.map(({ id }) => id),
	);
}
