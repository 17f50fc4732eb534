import { NightshiftError } from "../contract/errors.ts";
import type { Question } from "../contract/question.ts";
import type { Database } from "../db/open.ts";
import { readPerson } from "./person.ts";
import { tomorrow } from "./person-time.ts";
import { toQuestion } from "./question-row.ts";
import { findRow } from "./read-question.ts";
import { alreadyAnswered, alreadyWithdrawn } from "./settled.ts";
import { appendEvent } from "./trail.ts";

const YEAR_MS = 366 * 86_400_000;

/** Until when; `tomorrow` is the beginning of the person's next day; null: not at all. */
export type SnoozeUntil = Date | "tomorrow" | null;

/**
 * Puts a pending question off until a moment, or, with null, brings it back now, also one that was held for the digest.
 * Its deadline goes on: a question that is decided by default before then is decided while it sleeps.
 * @throws NightshiftError `bad-request` for a moment that has passed or is more than a year away, `already-answered`,
 *   `already-withdrawn`, `unknown-question`, `database-unavailable`
 */
export async function snoozeQuestion(db: Database, ticket: string, when: SnoozeUntil): Promise<Question> {
	return db.write(async (transaction) => {
		const now = new Date();
		const until = when === "tomorrow" ? tomorrow(now, await readPerson(transaction)) : when;
		const row = await findRow(transaction, ticket);
		const before = toQuestion(row);
		if (before.status === "withdrawn") throw alreadyWithdrawn(before);
		if (before.status !== "pending") throw alreadyAnswered(before);
		if (until) checkMoment(until, now);
		const { snoozedUntil, heldUntil } = row;
		const isSame = heldUntil === null && snoozedUntil?.getTime() === until?.getTime();
		if (isSame || (until === null && snoozedUntil === null && heldUntil === null)) return before;
		const data = { snoozedUntil: until, heldUntil: null, version: row.version + 1 };
		const changed = await transaction.question.update({ where: { id: row.id }, data });
		const detail = until ? { until: until.toISOString() } : { reason: "at once" };
		await appendEvent(transaction, changed, { kind: until ? "snoozed" : "woken", by: "human", at: now, detail });
		return toQuestion(changed);
	});
}

function checkMoment(until: Date, now: Date): void {
	const ahead = until.getTime() - now.getTime();
	if (Number.isNaN(ahead)) throw refused("that is no time");
	if (ahead <= 0) throw refused(`${until.toISOString()} has passed`);
	if (ahead > YEAR_MS) throw refused(`${until.toISOString()} is more than a year away`);
}

function refused(why: string): NightshiftError {
	return new NightshiftError("bad-request", `The question was not put off: ${why}; choose a moment to come.`);
}
