import { readRecord } from "../../inbox/question-record.ts";
import type { Context } from "../context.ts";
import { DONE } from "../context.ts";
import { printRecord } from "../print/question-record.ts";
import { withQuestion } from "../with-question.ts";

/** `nightshift show TICKET`: the question, its thread and its trail. */
export async function show(context: Context, ticket: string): Promise<number> {
	const record = await withQuestion(context.paths, ticket, (db) => readRecord(db, ticket));
	context.print(record, () => printRecord(record));
	return DONE;
}
