import type { Question } from "../../contract/question.ts";
import { snoozeQuestion } from "../../inbox/snooze-question.ts";
import type { Context } from "../context.ts";
import { DONE } from "../context.ts";
import { printAnswer } from "../print/question.ts";
import { withQuestion } from "../with-question.ts";

/** `nightshift snooze TICKET WHEN`: tomorrow is the beginning of the person's next day. */
export async function snooze(context: Context, ticket: string, when: Date | "now" | "tomorrow"): Promise<number> {
	const until = when === "now" ? null : when;
	const question = await withQuestion(context.paths, ticket, (db) => snoozeQuestion(db, ticket, until));
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
