import type { Question } from "../contract/question.ts";
import type { Prisma, Question as Row } from "../db/generated/client.ts";
import type { Database } from "../db/open.ts";
import { toQuestion } from "./question-row.ts";
import { idOf, unknownQuestion } from "./ticket.ts";

/** @throws NightshiftError `unknown-question`, `database-unavailable` */
export async function getQuestion(db: Database, ticket: string): Promise<Question> {
	const id = idOf(ticket);
	return db.read(async (prisma) => {
		const row = await prisma.question.findUnique({ where: { id } });
		if (!row) throw unknownQuestion(ticket);
		return toQuestion(row);
	});
}

/** The row, within a transaction. @throws NightshiftError `unknown-question` */
export async function findRow(transaction: Prisma.TransactionClient, ticket: string): Promise<Row> {
	const row = await transaction.question.findUnique({ where: { id: idOf(ticket) } });
	if (!row) throw unknownQuestion(ticket);
	return row;
}
