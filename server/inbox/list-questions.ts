import type { Question } from "../contract/question.ts";
import type { Database } from "../db/open.ts";
import { pageSize } from "./page.ts";
import { toQuestion } from "./question-row.ts";
import { idOf, ticketOf } from "./ticket.ts";

interface QuestionFilter {
	/** All of them when left out. */
	status?: Question["status"];
	daemon?: string;
	/** 1 to 200, as many unless told. */
	limit?: number;
	/** The `next` of the page before: the ticket to go on after. */
	cursor?: string;
}

/**
 * One page of questions: pending ones oldest first (who waited longest is first), any others newest first. `next` is the
 * cursor of the following page, null on the last.
 * @throws NightshiftError `unknown-question` for a cursor that is no ticket
 */
export async function listQuestions(
	db: Database,
	{ status, daemon, limit, cursor }: QuestionFilter = {},
): Promise<{ questions: Question[]; next: string | null }> {
	const oldestFirst = status === "pending";
	const size = pageSize(limit);
	const after = cursor ? idOf(cursor) : null;
	const where = {
		...(status && { status }),
		...(daemon !== undefined && { daemon }),
		...(after !== null && { id: oldestFirst ? { gt: after } : { lt: after } }),
	};
	return db.read(async (prisma) => {
		const orderBy = { id: oldestFirst ? ("asc" as const) : ("desc" as const) };
		const rows = await prisma.question.findMany({ where, orderBy, take: size + 1 });
		const page = rows.slice(0, size);
		const last = page.at(-1);
		return { questions: page.map(toQuestion), next: rows.length > size && last ? ticketOf(last.id) : null };
	});
}
