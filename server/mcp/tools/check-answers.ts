import type { CallToolResult } from "@modelcontextprotocol/server";
import { NightshiftError } from "../../contract/errors.ts";
import type { Question } from "../../contract/question.ts";
import { takeAnswer } from "../../inbox/take-answer.ts";
import { unseenByAsker } from "../../inbox/thread.ts";
import { oneLine } from "../../text/cut.ts";
import { type Arguments, shown } from "../arguments.ts";
import { type Call, readWait, refusal, result, waitFor } from "../call.ts";
import { deliver, listPending, listTold, listUntold, ownQuestion } from "../delivery.ts";
import { MAX_LIST } from "../limits.ts";
import { readReplies, sendReplies } from "../replies.ts";
import { directivesClause, type Told, tell } from "../tell.ts";

/** In characters, of a question that is still open. */
const BRIEF_TITLE = 200;

/** Questions to be told of, and whether there is anything new about them. */
interface Look {
	questions: Question[];
	isNews: boolean;
}

/** Tells what was answered and what was asked back: of the questions named, or all that is new to the asker. */
export async function checkAnswers(call: Call, args: Arguments): Promise<CallToolResult> {
	const seconds = readWait(args, 0);
	const named = readTickets(args);
	const own = named && (await findOwn(call, args, named));
	const replies = readReplies(args);
	if (args.mistakes.length > 0) return refusal(args);
	await sendReplies(call, args, replies);
	const look = () => (own ? lookAt(call, own) : lookAround(call));
	let last: Look | null = null;
	await waitFor(call, seconds, async () => {
		last = await look();
		return last.isNews ? last : null;
	});
	const { questions } = last ?? (await look());
	call.parts.wrote();
	return report(call, args, questions, own === undefined);
}

function readTickets(args: Arguments): string[] | undefined {
	const given = args.list("tickets");
	if (given === undefined) return undefined;
	const tickets = given.filter((one) => typeof one === "string");
	for (const one of given) {
		if (typeof one !== "string") args.mistakes.push(`${shown(one)} is no ticket: send one such as "Q-17".`);
	}
	const different = [...new Set(tickets.map((one) => one.trim().toUpperCase()))];
	if (different.length > MAX_LIST)
		args.mistakes.push(`There are ${different.length} tickets: send at most ${MAX_LIST}.`);
	return different.length > 0 ? different.slice(0, MAX_LIST) : undefined;
}

/** Those of the tickets that are the asker's; the others are a note, and a mistake when there is nothing else. */
async function findOwn(call: Call, args: Arguments, tickets: string[]): Promise<string[]> {
	const found: string[] = [];
	const problems: string[] = [];
	for (const ticket of tickets) {
		try {
			found.push((await ownQuestion(call.db, ticket, call.asker)).ticket);
		} catch (error) {
			if (!(error instanceof NightshiftError) || error.code !== "unknown-question") throw error;
			problems.push(error.message);
		}
	}
	(found.length > 0 ? args.notes : args.mistakes).push(...problems);
	return found;
}

/** These questions; an answer to one is news, and a word of the person. */
async function lookAt(call: Call, tickets: readonly string[]): Promise<Look> {
	const questions: Question[] = [];
	for (const ticket of tickets) questions.push(await deliver(call.db, ticket));
	const isSettled = questions.some(({ status }) => status !== "pending");
	return { questions, isNews: isSettled || (await hasWord(call, questions)) };
}

/** What was answered since, and what is open. Answers are taken here, each by one call alone. */
async function lookAround(call: Call): Promise<Look> {
	const settled: Question[] = [];
	for (const { ticket } of await listUntold(call.db, call.asker)) {
		// Not `deliver`, which also tells what another call has taken since it was listed.
		const question = await takeAnswer(call.db, ticket);
		if (question) settled.push(question);
	}
	const pending = await listPending(call.db, call.asker);
	return { questions: [...settled, ...pending], isNews: settled.length > 0 || (await hasWord(call, pending)) };
}

async function hasWord({ db }: Call, questions: readonly Question[]): Promise<boolean> {
	for (const question of questions) if ((await unseenByAsker(db, question)).length > 0) return true;
	return false;
}

async function report(
	{ db, asker }: Call,
	args: Arguments,
	questions: readonly Question[],
	all: boolean,
): Promise<CallToolResult> {
	const told: Told[] = [];
	for (const question of questions) told.push(await tell(db, question));
	const answers = told.filter(({ state }) => state.status !== "pending");
	const pending = told.filter(({ state }) => state.status === "pending");
	const withWord = pending.filter(({ state }) => state.asked_back);
	const now = answers.map(({ state }) => state.ticket);
	const before = all ? (await listTold(db, asker)).filter((ticket) => !now.includes(ticket)) : [];
	const clause = await directivesClause(db, asker);
	const next = [nextOf(answers.length, pending.length, withWord.length), clause].filter(Boolean).join(" ");
	const words = [...answers, ...withWord].map((one) => one.words);
	const quiet = pending.filter(({ state }) => !state.asked_back).map(({ state }) => state.ticket);
	if (quiet.length > 0) words.push(`Still pending: ${quiet.join(", ")}.`);
	if (before.length > 0) words.push(`Told before: ${before.join(", ")}; name a ticket to read its answer again.`);
	const data = {
		answers: answers.map(({ state }) => state),
		pending: pending.map(({ state }) => (state.asked_back ? state : brief(state))),
		...(before.length > 0 && { told_before: before }),
		next,
	};
	return result(data, [...words, next].join("\n\n"), args);
}

/** There may be hundreds of them, and `next` of the whole says what to do about all. */
function brief({ next, question, ...state }: Told["state"]): Omit<Told["state"], "next"> {
	return { ...state, question: oneLine(question, BRIEF_TITLE) };
}

function nextOf(answers: number, pending: number, back: number): string {
	if (back > 0) return "The person wrote below a question: reply with replies of check_answers.";
	if (answers > 0) return "Go on with what these answers decide.";
	if (pending === 0) return "You have no open questions.";
	return "Nothing new, which is normal and no refusal. Do not ask again in a loop: go on with what does not depend on it, or end your turn and say what you wait for.";
}
