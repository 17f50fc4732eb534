import type { NewQuestion, Question } from "../../contract/question.ts";
import { askQuestion } from "../../inbox/ask-question.ts";
import { toQuestion } from "../../inbox/question-row.ts";
import type { Shop } from "./shop.ts";

/** A question of the developer's own: it has a key, so that it can be found again. */
export type KeyedQuestion = NewQuestion & { key: string };

/** Parts the key as it was asked for from the number of the time it is asked. */
const AGAIN = "#";

/** The key without the number of the time it was asked. */
export function keyWithoutTime(key: string): string {
	return key.split(AGAIN, 1)[0] ?? key;
}

/**
 * Puts a question in the inbox whose answer nobody has acted on yet: the one that was put under this key before as long as
 * its answer was not taken, else a new one. An answer counts once, or a crash right after a yes would turn that one yes
 * into many.
 *
 * @returns `isNew`: nothing in the inbox could be gone on with.
 */
export async function putFresh(
	{ db, persist, name }: Shop,
	question: KeyedQuestion,
): Promise<{ ticket: string; isNew: boolean }> {
	const key = { OR: [{ key: question.key }, { key: { startsWith: question.key + AGAIN } }] };
	const row = await persist(() =>
		db.read((prisma) => prisma.question.findFirst({ where: { scope: name, ...key }, orderBy: { id: "desc" } })),
	);
	if (row && row.deliveredAt === null) return { ticket: toQuestion(row).ticket, isNew: false };
	const next = row ? askedAgain(question, toQuestion(row), row.key ?? question.key) : question;
	const { ticket } = await persist(() => askQuestion(db, next));
	return { ticket, isNew: true };
}

function askedAgain(question: KeyedQuestion, before: Question, lastKey: string): KeyedQuestion {
	const time = Number(lastKey.slice(question.key.length + AGAIN.length) || 1) + 1;
	const key = `${question.key}${AGAIN}${time}`;
	if (before.status !== "answered") return { ...question, key };
	const note = `You answered this before, in ${before.ticket}. That answer was used then, so you are asked again.`;
	return { ...question, key, body: question.body ? `${question.body}\n\n${note}` : note };
}
