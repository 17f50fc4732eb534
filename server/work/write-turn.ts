import { createHash } from "node:crypto";
import type { RecordedChange } from "../contract/record.ts";
import type { Prisma } from "../db/generated/client.ts";
import { wellFormed } from "../inbox/text.ts";
import { sqlTime } from "./sql-time.ts";

/** Agents' ids are short; one that is not is known by its hash. */
const MAX_ID = 200;

/** A tool call as a row, without its turn. */
export interface CallRow {
	callId: string;
	title: string;
	kind: string;
	status: string;
	command: string | null;
	output: string | null;
	changes: RecordedChange[];
	at: Date;
	endedAt: Date | null;
}

/** What has come of a turn since it was last written. */
export interface TurnChange {
	calls: readonly CallRow[];
	/** All of what the agent said so far; null: nothing new. */
	reply: string | null;
	activeMs: number;
	cost: number;
	currency: string | null;
	inputTokens: number;
	outputTokens: number;
	/** The turn is over. */
	end: { stopReason: string; at: Date } | null;
}

/** Writes what has come of a turn, all calls in one statement. */
export async function writeTurn(
	transaction: Prisma.TransactionClient,
	{ runId, turnId }: { runId: number; turnId: number },
	change: TurnChange,
): Promise<void> {
	await writeCalls(transaction, turnId, change.calls);
	const { end, inputTokens, outputTokens, cost, currency } = change;
	const tokens = inputTokens > 0 || outputTokens > 0;
	await transaction.turn.update({
		where: { id: turnId },
		data: {
			...(change.reply !== null && { reply: wellFormed(change.reply) }),
			...(end && { stopReason: end.stopReason.slice(0, MAX_ID), endedAt: end.at }),
			...(tokens && { inputTokens, outputTokens }),
		},
	});
	if (currency !== null) {
		await transaction.$executeRaw`
			UPDATE "Turn" SET "cost" = coalesce("cost", 0) + ${cost}, "currency" = ${currency} WHERE "id" = ${turnId}`;
	}
	if (end) await leaveNoCallOpen(transaction, [turnId]);
	// Sums of different currencies say nothing: the run counts the first one, the turn has its own.
	await transaction.$executeRaw`
		UPDATE "Run" SET
			"activeMs" = "activeMs" + ${Math.round(change.activeMs)},
			"inputTokens" = "inputTokens" + ${inputTokens},
			"outputTokens" = "outputTokens" + ${outputTokens},
			"cost" = "cost" + CASE WHEN coalesce("currency", ${currency}) IS ${currency} THEN ${cost} ELSE 0 END,
			"currency" = coalesce("currency", ${currency})
		WHERE "id" = ${runId}`;
}

/** Calls of a turn that is over will not end any more. */
export async function leaveNoCallOpen(
	transaction: Prisma.TransactionClient,
	turnIds: readonly number[],
): Promise<void> {
	await transaction.toolCall.updateMany({
		where: { turnId: { in: [...turnIds] }, status: { in: ["pending", "in_progress"] } },
		data: { status: "interrupted" },
	});
}

async function writeCalls(
	transaction: Prisma.TransactionClient,
	turnId: number,
	calls: readonly CallRow[],
): Promise<void> {
	if (calls.length === 0) return;
	const rows = calls.map((call) =>
		wellFormed([
			shortId(call.callId),
			call.title,
			call.kind,
			call.status,
			call.command,
			call.output,
			JSON.stringify(call.changes),
			sqlTime(call.at),
			call.endedAt && sqlTime(call.endedAt),
		]),
	);
	await transaction.$executeRaw`
		INSERT INTO "ToolCall"
			("turnId", "callId", "title", "kind", "status", "command", "output", "changes", "startedAt", "endedAt")
		SELECT ${turnId}, "value"->>0, "value"->>1, "value"->>2, "value"->>3, "value"->>4, "value"->>5, "value"->>6,
			"value"->>7, "value"->>8
		FROM json_each(${JSON.stringify(rows)}) WHERE true
		ON CONFLICT ("turnId", "callId") DO UPDATE SET
			"title" = excluded."title",
			"kind" = excluded."kind",
			"status" = excluded."status",
			"command" = excluded."command",
			"output" = excluded."output",
			"changes" = excluded."changes",
			"endedAt" = CASE WHEN excluded."endedAt" IS NULL THEN NULL ELSE coalesce("endedAt", excluded."endedAt") END`;
}

function shortId(id: string): string {
	return id.length <= MAX_ID ? id : createHash("sha256").update(id).digest("hex");
}
