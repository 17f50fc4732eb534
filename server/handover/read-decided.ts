import { type Decided, HANDOVER_LIMIT } from "../contract/handover.ts";
import type { Database } from "../db/open.ts";
import { answerInWords } from "../inbox/check-answer.ts";
import { toQuestion } from "../inbox/question-row.ts";
import type { Period } from "./period.ts";

/** What was decided for the person in the time: by a question's default first, then by their rules. Newest first. */
export async function readDecided(db: Database, { from, to }: Period): Promise<{ decided: Decided[]; count: number }> {
	const answeredAt = { gte: new Date(from), lt: new Date(to) };
	const newest = { answeredAt: "desc" } as const;
	return db.read(async ({ question }) => {
		const decided: Decided[] = [];
		let count = 0;
		for (const by of ["default", "policy"] as const) {
			const where = { status: { in: ["answered", "defaulted"] }, answeredBy: by, answeredAt };
			count += await question.count({ where });
			const rows = await question.findMany({ where, orderBy: newest, take: HANDOVER_LIMIT - decided.length });
			decided.push(...rows.map((row) => decisionOf(toQuestion(row), by)));
		}
		return { decided, count };
	});
}

function decisionOf(question: ReturnType<typeof toQuestion>, by: Decided["by"]): Decided {
	const { ticket, title, daemon, task, answer, answeredAt, createdAt, deliveredAt, late } = question;
	return {
		ticket,
		title,
		daemon,
		task,
		by,
		decision: answer === null ? "skipped, nobody had answered" : answerInWords(question, answer),
		at: answeredAt ?? createdAt,
		taken: deliveredAt !== null,
		reviewed: late !== null,
	};
}
