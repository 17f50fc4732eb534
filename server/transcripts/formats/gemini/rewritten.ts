import type { Fields } from "../../fields.ts";
import { words } from "../../fields.ts";
import { modelsText, personsMessage } from "./content.ts";
import { type History, type Mark, saidMark } from "./history.ts";

/** A message of a list that replaces the conversation: what it is to the record. */
export interface Rewritten {
	message: Fields;
	/** `known`: it was said before. `summary`: it stands for what was said before. */
	as: "known" | "new" | "summary" | "acknowledgement";
	mark: Mark | null;
}

/**
 * Compares a list of messages with what was said before. What was said before is known by its text, as often as it was said.
 * When the list no longer has what the person said first, it begins with a summary of it, and the model's acknowledgement.
 */
export function compare(messages: readonly Fields[], history: History): Rewritten[] {
	// Counted, because a list may have a hundred thousand of them, in any order.
	const left = new Map<Mark, number>();
	for (const mark of history.said()) left.set(mark, (left.get(mark) ?? 0) + 1);
	const { first } = history;
	const compared = messages.map((message): Rewritten => {
		const mark = markOf(message);
		const known = (mark !== null && crossOut(left, mark)) || history.knowsMessage(words(message.id) ?? "");
		return { message, as: known ? "known" : "new", mark };
	});
	if (history.isEmpty || compared.some(({ mark, as }) => as === "known" && mark === first)) return compared;
	const begin = compared.findIndex(({ as, mark }) => as === "known" && mark !== null);
	return compared.map((one, index) => {
		if (one.as === "known" || (begin >= 0 && index > begin)) return one;
		return { ...one, as: one.message.type === "user" ? "summary" : "acknowledgement" };
	});
}

/** Takes one of this kind out of what is left; false when there is none. */
function crossOut(left: Map<Mark, number>, mark: Mark): boolean {
	const count = left.get(mark) ?? 0;
	if (count > 0) left.set(mark, count - 1);
	return count > 0;
}

/** What a message says, in short; null when neither the person nor the model says anything in it. */
export function markOf(message: Fields): Mark | null {
	const text = message.type === "user" ? personsMessage(message).whole : modelsText(message);
	return text === null ? null : saidMark(message.type === "user" ? "u" : "a", text);
}
