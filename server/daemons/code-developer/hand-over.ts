import { NightshiftError } from "../../contract/errors.ts";
import type { Question } from "../../contract/question.ts";
import { toQuestion } from "../../inbox/question-row.ts";
import { withdrawQuestion } from "../../inbox/withdraw-question.ts";
import type { Run } from "./runs.ts";
import type { Shop } from "./shop.ts";

/** What an agent is told that takes up a run which was interrupted; `knows`: it has its session back. */
export async function handOver(shop: Shop, run: Run, knows: boolean): Promise<string[]> {
	const answers = await shop.persist(() => questionsOf(shop, run, { status: "answered", deliveredAt: null }));
	return [
		knows
			? "You were interrupted in the middle of this item. Look at what is there and go on where you were."
			: "Another session began this item and was interrupted. What it did is in this folder (git status, git diff, git log); go on from there.",
		...answers.map(answerInWords),
	];
}

/** Takes back what is still asked about a run that has ended: nobody needs the answers any more. */
export async function withdrawOpenQuestions(shop: Shop, run: Run): Promise<void> {
	const open = await shop.persist(() => questionsOf(shop, run, { status: "pending" }));
	for (const { ticket } of open) {
		await shop
			.persist(() => withdrawQuestion(shop.db, ticket, `The work on ${run.item} has ended.`))
			.catch((error: unknown) => {
				// Answered in this very moment: an answer is not taken back.
				if (!(error instanceof NightshiftError && error.code === "already-answered")) throw error;
			});
	}
}

async function questionsOf(
	{ db, name }: Shop,
	run: Run,
	filter: { status: string; deliveredAt?: null },
): Promise<Question[]> {
	const where = { scope: name, key: { startsWith: `run:${run.id}:` }, ...filter };
	const rows = await db.read(({ question }) => question.findMany({ where, orderBy: { id: "asc" } }));
	return rows.map(toQuestion);
}

function answerInWords({ ticket, title, answer, comment, options }: Question): string {
	const chosen = options.find(({ id }) => id === answer)?.label ?? JSON.stringify(answer);
	return `Answer to ${ticket} (${title}): ${chosen}${comment ? `. ${comment}` : ""}`;
}
