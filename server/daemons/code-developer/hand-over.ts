import { NightshiftError } from "../../contract/errors.ts";
import type { Question } from "../../contract/question.ts";
import type { Prisma } from "../../db/generated/client.ts";
import { handedOut } from "../../inbox/handed-out.ts";
import { toQuestion } from "../../inbox/question-row.ts";
import { takeAnswer } from "../../inbox/take-answer.ts";
import { withdrawQuestion } from "../../inbox/withdraw-question.ts";
import { ASIDE_KEY, runOfAsideKey } from "./aside-question.ts";
import type { Run } from "./runs.ts";
import type { Shop } from "./shop.ts";

/**
 * What an agent is told that takes up a run which was interrupted, or came back from a check or a review; `knows`: it has
 * its session back.
 */
export async function handOver(shop: Shop, run: Run, knows: boolean): Promise<string[]> {
	const answers = await shop.persist(() =>
		rowsOf(shop, run, { ...handedOut(), status: "answered", deliveredAt: null }),
	);
	const where = knows
		? "Look at what is there and go on where you were."
		: "What was done is in this folder (git status, git diff, git log); go on from there.";
	const what = run.reason
		? `This item is not done yet. ${run.reason}`
		: knows
			? "You were interrupted in the middle of this item."
			: "Another session began this item and was interrupted.";
	return [`${what}\n${where}`, ...answers.map(toQuestion).map(answerInWords)];
}

/** Takes back what is still asked about a run that has ended: nobody needs the answers any more. */
export async function withdrawOpenQuestions(shop: Shop, run: Run): Promise<void> {
	for (const { ticket } of await openQuestions(shop, run)) {
		await takeBack(shop, ticket, `The work on ${run.item} has ended.`);
	}
}

/** Takes back the questions whether to try a run again that did not fail in the end, or whose item is taken again already. */
export async function withdrawAsides(shop: Shop): Promise<void> {
	const { db, persist, name } = shop;
	const where = { scope: name, key: { startsWith: ASIDE_KEY }, status: "pending" };
	const rows = await persist(() => db.read(({ question }) => question.findMany({ where })));
	for (const row of rows) {
		const id = runOfAsideKey(row.key) ?? 0;
		const run = await persist(() => db.read((prisma) => prisma.run.findUnique({ where: { id } })));
		if (run?.status === "failed" || run?.status === "running") continue;
		await takeBack(shop, toQuestion(row).ticket, "It is decided in another way already.");
	}
}

/** What is still asked about a run, oldest first. */
export async function openQuestions(shop: Shop, run: Run): Promise<{ ticket: string; key: string }[]> {
	const rows = await shop.persist(() => rowsOf(shop, run, { status: "pending" }));
	return rows.map((row) => ({ ticket: toQuestion(row).ticket, key: row.key ?? "" }));
}

/** Takes a question back. @param reason one sentence. */
export async function takeBack({ db, persist }: Shop, ticket: string, reason: string): Promise<void> {
	await persist(async () => {
		await withdrawQuestion(db, ticket, reason);
		// Taken right away: should the same be asked again, this is not the answer.
		await takeAnswer(db, ticket);
	}).catch((error: unknown) => {
		// Answered in this very moment: an answer is not taken back.
		if (!(error instanceof NightshiftError && error.code === "already-answered")) throw error;
	});
}

function rowsOf({ db, name }: Shop, run: Run, filter: Prisma.QuestionWhereInput) {
	const where = { scope: name, key: { startsWith: `run:${run.id}:` }, ...filter };
	return db.read(({ question }) => question.findMany({ where, orderBy: { id: "asc" } }));
}

function answerInWords({ ticket, title, answer, comment, options }: Question): string {
	const chosen = options.find(({ id }) => id === answer)?.label ?? JSON.stringify(answer);
	return `Answer to ${ticket} (${title}): ${chosen}${comment ? `. ${comment}` : ""}`;
}
