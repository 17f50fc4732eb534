import type { Question } from "../../contract/question.ts";
import type { Database } from "../../db/open.ts";
import { type ListOptions, listQuestions } from "../../inbox/list-questions.ts";
import type { Context } from "../context.ts";
import { DONE } from "../context.ts";
import { printQuestion } from "../print/question.ts";
import { withPresentDatabase } from "../with-database.ts";

export interface InboxOptions {
	all?: boolean;
	search?: string;
	daemon?: string;
	asleep?: boolean;
}

/** `nightshift inbox`: what waits for an answer, the longest-waiting first; `--all`: everything, newest first. */
export async function inbox(context: Context, options: InboxOptions): Promise<number> {
	const { all = false, search, daemon, asleep = false } = options;
	const filter: ListOptions = {
		...(!all && { status: "pending" }),
		...(asleep && { sleep: "asleep" }),
		...(search !== undefined && { q: search }),
		...(daemon !== undefined && { daemon }),
	};
	const questions = await withPresentDatabase(context.paths, [], (db) => readAll(db, filter));
	context.print({ questions }, () => {
		if (questions.length === 0) return nothing(options);
		return questions.map((question) => printQuestion(question)).join("\n\n");
	});
	if (!context.json && questions.some(({ status }) => status === "pending")) {
		context.note('\nAnswer with: nightshift answer TICKET "TEXT"');
	}
	return DONE;
}

function nothing({ all, search, daemon, asleep }: InboxOptions): string {
	if (search !== undefined || daemon !== undefined) return "No such question.";
	if (asleep) return "Nothing was put off, and nothing is held back.";
	return all ? "No question was ever asked." : "Nothing waits for an answer.";
}

async function readAll(db: Database, filter: ListOptions): Promise<Question[]> {
	const all: Question[] = [];
	let cursor: string | undefined;
	do {
		const page = await listQuestions(db, { ...filter, cursor });
		all.push(...page.questions);
		cursor = page.next ?? undefined;
	} while (cursor);
	return all;
}
