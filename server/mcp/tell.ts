import type { CallToolResult } from "@modelcontextprotocol/server";
import type { Question } from "../contract/question.ts";
import type { Database } from "../db/open.ts";
import { seeMessages } from "../inbox/thread.ts";
import type { Arguments } from "./arguments.ts";
import { type Call, result } from "./call.ts";
import { stateInWords, stateOf } from "./question-state.ts";
import type { QuestionState } from "./schemas.ts";

/** A question with what its asker is told of it, as data and in words. */
export interface Told {
	state: QuestionState;
	words: string;
}

/** Tells how a question stands; what the person wrote below it is told once, and is seen from then on. */
export async function tell(db: Database, question: Question): Promise<Told> {
	const messages = question.messages > 0 ? await seeMessages(db, question.ticket) : [];
	const state = stateOf(question, messages);
	return { state, words: stateInWords(question, state) };
}

/** The result of a tool that is about one question. */
export async function tellOne({ db, asker }: Call, args: Arguments, question: Question): Promise<CallToolResult> {
	const { state, words } = await tell(db, question);
	const clause = await directivesClause(db, asker);
	const next = [state.next, clause].filter(Boolean).join(" ");
	return result({ ...state, next }, [words, clause].filter(Boolean).join("\n"), args);
}

/** A sentence when the person has left something for the asker to do, for the end of any answer; else empty. */
export async function directivesClause(db: Database, asker: string): Promise<string> {
	const where = { daemon: asker, status: "accepted" };
	const count = await db.read((prisma) => prisma.command.count({ where }));
	if (count === 0) return "";
	return `The person has left you ${count === 1 ? "a directive" : `${count} directives`}: call get_directives.`;
}
