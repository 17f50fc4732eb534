import { NightshiftError } from "../contract/errors.ts";
import type { Question } from "../contract/question.ts";
import type { Database } from "../db/open.ts";
import { asAskerSees } from "../inbox/handed-out.ts";
import { toQuestion } from "../inbox/question-row.ts";
import { getQuestion } from "../inbox/read-question.ts";
import { takeAnswer } from "../inbox/take-answer.ts";

/** How long back an asker is reminded of what it was told, in milliseconds. */
const REMEMBERED_MS = 24 * 3_600_000;
/** How many of its questions one call looks at. */
const MAX_QUESTIONS = 200;

/**
 * The question as its asker may hear of it. An answer is marked delivered by this, and stays to be read again; one that
 * can still be undone is not told yet, and the question is pending until then.
 */
export async function deliver(db: Database, ticket: string): Promise<Question> {
	for (;;) {
		const taken = await takeAnswer(db, ticket);
		if (taken) return taken;
		const question = await getQuestion(db, ticket);
		const seen = asAskerSees(question);
		// Else it was settled between the two looks, and is to be taken.
		if (seen.status === "pending" || question.deliveredAt !== null) return seen;
	}
}

/** @throws NightshiftError `unknown-question`, also for the question of somebody else */
export async function ownQuestion(db: Database, ticket: string, asker: string): Promise<Question> {
	const question = await getQuestion(db, ticket);
	if (question.daemon === asker) return question;
	const whose = question.daemon === null ? "by nobody of a name" : `by ${question.daemon}`;
	const sentence = `${question.ticket} was asked ${whose}, and you are ${asker}: name only tickets of your own questions.`;
	throw new NightshiftError("unknown-question", sentence, { ticket: question.ticket });
}

/** What was asked before under this key; null when nothing was. */
export async function findByKey(db: Database, asker: string, key: string): Promise<Question | null> {
	const where = { scope_key: { scope: asker, key } };
	const row = await db.read((prisma) => prisma.question.findUnique({ where }));
	return row && toQuestion(row);
}

/** The asker's questions with an answer that it was not given yet, oldest first. */
export async function listUntold(db: Database, asker: string): Promise<Question[]> {
	const settled = { status: { in: ["answered", "defaulted"] }, deliveredAt: null };
	const undone = [{ undoUntil: null }, { undoUntil: { lte: new Date() } }];
	// By its scope, which has an index that the daemon's name has not.
	const where = { scope: asker, daemon: asker, ...settled, OR: undone };
	return find(db, where);
}

/** The asker's open questions, oldest first; one with an answer that can still be undone is open for the asker. */
export async function listPending(db: Database, asker: string): Promise<Question[]> {
	const undoable = { deliveredAt: null, undoUntil: { gt: new Date() } };
	const questions = await find(db, { scope: asker, daemon: asker, OR: [{ status: "pending" }, undoable] });
	return questions.map((question) => asAskerSees(question)).filter(({ status }) => status === "pending");
}

/** Tickets whose answers the asker was given in the last day, newest first: one that crashed since may look again. */
export async function listTold(db: Database, asker: string, now = Date.now()): Promise<string[]> {
	const since = new Date(now - REMEMBERED_MS);
	const where = { scope: asker, daemon: asker, status: { in: ["answered", "defaulted"] }, deliveredAt: { gte: since } };
	return (await find(db, where, "desc")).map(({ ticket }) => ticket);
}

async function find(db: Database, where: object, order: "asc" | "desc" = "asc"): Promise<Question[]> {
	const rows = await db.read((prisma) =>
		prisma.question.findMany({ where, orderBy: { id: order }, take: MAX_QUESTIONS }),
	);
	return rows.map(toQuestion);
}
