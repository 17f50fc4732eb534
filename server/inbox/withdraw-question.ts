import type { Question } from "../contract/question.ts";
import type { Database } from "../db/open.ts";
import { toQuestion } from "./question-row.ts";
import { findRow } from "./read-question.ts";
import { appendActivity } from "./record-activity.ts";
import { alreadyAnswered } from "./settled.ts";
import { wellFormed } from "./text.ts";
import { appendEvent } from "./trail.ts";

/**
 * Takes a pending question back: it needs no answer any more. Doing so again changes nothing.
 * @throws NightshiftError `already-answered`, `unknown-question`, `database-unavailable`
 */
export async function withdrawQuestion(db: Database, ticket: string, reason: string): Promise<Question> {
	const withdrawnReason = wellFormed(reason).trim() || null;
	return db.write(async (transaction) => {
		const row = await findRow(transaction, ticket);
		const before = toQuestion(row);
		if (before.status === "withdrawn") return before;
		if (before.status !== "pending") throw alreadyAnswered(before);
		const version = row.version + 1;
		const data = { status: "withdrawn", withdrawnReason, version, snoozedUntil: null, heldUntil: null };
		const question = toQuestion(await transaction.question.update({ where: { id: row.id }, data }));
		const detail = { reason: withdrawnReason };
		await appendEvent(transaction, { id: row.id, version }, { kind: "withdrawn", by: "asker", at: new Date(), detail });
		await appendActivity(transaction, {
			kind: "question",
			title: `Withdrew ${question.ticket}: ${withdrawnReason ?? "no reason given"}`,
			ticket: question.ticket,
			daemon: question.daemon,
			task: question.task,
			outcome: "cancelled",
		});
		return question;
	});
}
