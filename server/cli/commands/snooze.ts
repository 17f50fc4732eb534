import type { Question } from "../../contract/question.ts";
import { readPerson } from "../../inbox/person.ts";
import { tomorrow } from "../../inbox/person-time.ts";
import { snoozeQuestion } from "../../inbox/snooze-question.ts";
import type { Context } from "../context.ts";
import { DONE } from "../context.ts";
import { printAnswer } from "../print/question.ts";
import { withQuestion } from "../with-question.ts";

/** `nightshift snooze TICKET WHEN`: tomorrow is the beginning of the person's next day. */
export async function snooze(context: Context, ticket: string, when: Date | "now" | "tomorrow"): Promise<number> {
	const question = await withQuestion(context.paths, ticket, async (db) => {
		const until =
			when === "tomorrow"
				? tomorrow(new Date(), await db.read((prisma) => readPerson(prisma)))
				: when === "now"
					? null
					: when;
		return snoozeQuestion(db, ticket, until);
	});
	context.print(question, () =>
		question.snoozedUntil
			? `${question.ticket} comes back at ${question.snoozedUntil}.`
			: `${question.ticket} is in the inbox.`,
	);
	if (!context.json && decidesBefore(question)) {
		const then =
			question.onDeadline === "default"
				? `${printAnswer({ ...question, answer: question.default })} is taken`
				: "it is skipped";
		context.note(`Its deadline passes before that, at ${question.firesAt}: then ${then}.`);
	}
	return DONE;
}

function decidesBefore({ onDeadline, firesAt, snoozedUntil }: Question): boolean {
	return onDeadline !== "wait" && firesAt !== null && snoozedUntil !== null && firesAt <= snoozedUntil;
}
