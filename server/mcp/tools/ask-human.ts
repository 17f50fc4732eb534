import type { CallToolResult } from "@modelcontextprotocol/server";
import type { NewQuestion, Question } from "../../contract/question.ts";
import { askQuestion } from "../../inbox/ask-question.ts";
import { unseenByAsker } from "../../inbox/thread.ts";
import type { Arguments } from "../arguments.ts";
import { type Call, readWait, refusal, waitFor } from "../call.ts";
import { deliver, findByKey } from "../delivery.ts";
import { ASK_WAIT_SECONDS } from "../limits.ts";
import { readKey, readQuestion } from "../read-question.ts";
import { tellOne } from "../tell.ts";

/** Puts a question in the inbox, and waits a moment for whoever looks at it just now. */
export async function askHuman(call: Call, args: Arguments): Promise<CallToolResult> {
	const seconds = readWait(args, ASK_WAIT_SECONDS);
	const asked = await ask(call, args);
	if (asked === null) return refusal(args);
	call.parts.wrote();
	const settled = await waitFor(call, seconds, () => look(call, asked.ticket));
	const question = settled ?? (await deliver(call.db, asked.ticket));
	call.parts.wrote();
	return tellOne(call, args, question);
}

/**
 * The question as it stands in the inbox; null when `args.mistakes` says why there is none. What was asked before under
 * its key is found again whatever is wrong with the rest: a deadline, for one, is over when its answer is fetched.
 */
async function ask({ db, asker }: Call, args: Arguments): Promise<Question | null> {
	const key = readKey(args);
	const known = key === undefined ? null : await findByKey(db, asker, key);
	const input = readQuestion(args, { asker, key, now: new Date() });
	if (input === null) {
		if (known) args.notes.push(...args.mistakes.splice(0));
		return known;
	}
	// The inbox refuses a deadline that is over, but not of what it has.
	const question = await askQuestion(db, input);
	if (known) noteOtherWords(args, input, question);
	return question;
}

/** The question once it was answered or asked back about; null until then. */
async function look({ db }: Call, ticket: string): Promise<Question | null> {
	const question = await deliver(db, ticket);
	return question.status === "pending" && (await unseenByAsker(db, question)).length === 0 ? null : question;
}

function noteOtherWords(args: Arguments, input: NewQuestion, asked: Question): void {
	if (asked.title === input.title && asked.kind === input.kind) return;
	args.notes.push(
		`${asked.ticket} was asked before with this dedupe_key, as ${JSON.stringify(asked.title.slice(0, 200))}, and stays as it was. For another question send another dedupe_key; to add something to this one, use replies of check_answers.`,
	);
}
