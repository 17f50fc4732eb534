import { undoAnswer } from "../../inbox/undo-answer.ts";
import type { Context } from "../context.ts";
import { DONE } from "../context.ts";
import { withQuestion } from "../with-question.ts";

/** `nightshift undo TICKET`: takes an answer back that was not handed out yet. */
export async function undo(context: Context, ticket: string): Promise<number> {
	const question = await withQuestion(context.paths, ticket, (db) => undoAnswer(db, ticket));
	context.print(question, () => `${question.ticket} waits for an answer again.`);
	return DONE;
}
