import type { Question } from "../../contract/question.ts";
import type { Database } from "../../db/open.ts";
import { listQuestions } from "../../inbox/list-questions.ts";
import type { Context } from "../context.ts";
import { DONE } from "../context.ts";
import { printQuestion } from "../print/question.ts";
import { withPresentDatabase } from "../with-database.ts";

/** `nightshift inbox`: what waits for an answer, the longest-waiting first; `--all`: everything, newest first. */
export async function inbox(context: Context, { all = false }: { all?: boolean }): Promise<number> {
	const questions = await withPresentDatabase(context.paths, [], (db) => readAll(db, all ? undefined : "pending"));
	context.print({ questions }, () => {
		if (questions.length === 0) return all ? "No question was ever asked." : "Nothing waits for an answer.";
		return questions.map((question) => printQuestion(question)).join("\n\n");
	});
	if (!context.json && questions.some(({ status }) => status === "pending")) {
		context.note('\nAnswer with: nightshift answer TICKET "TEXT"');
	}
	return DONE;
}

async function readAll(db: Database, status: Question["status"] | undefined): Promise<Question[]> {
	const all: Question[] = [];
	let cursor: string | undefined;
	do {
		const page = await listQuestions(db, { status, cursor });
		all.push(...page.questions);
		cursor = page.next ?? undefined;
	} while (cursor);
	return all;
}
