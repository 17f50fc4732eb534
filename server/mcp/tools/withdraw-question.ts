import type { CallToolResult } from "@modelcontextprotocol/server";
import { NightshiftError } from "../../contract/errors.ts";
import type { Question } from "../../contract/question.ts";
import { withdrawQuestion as withdraw } from "../../inbox/withdraw-question.ts";
import { clip } from "../../text/cut.ts";
import type { Arguments } from "../arguments.ts";
import { type Call, refusal } from "../call.ts";
import { deliver, ownQuestion } from "../delivery.ts";
import { MAX_REASON } from "../limits.ts";
import { tellOne } from "../tell.ts";

/** Takes a question back. One that was answered meanwhile stays answered, and the answer is told. */
export async function withdrawQuestion(call: Call, args: Arguments): Promise<CallToolResult> {
	const ticket = args.words("ticket");
	const reason = args.words("reason");
	if (ticket === undefined) args.mistakes.push('There is no ticket: send the one of your question, such as "Q-17".');
	if (reason === undefined)
		args.mistakes.push("There is no reason: say in a few words why it needs no answer any more.");
	if (ticket === undefined || reason === undefined || args.mistakes.length > 0) return refusal(args);
	await ownQuestion(call.db, ticket, call.asker);
	const question = await settle(call, ticket, clip(reason, MAX_REASON));
	call.parts.wrote();
	if (question.status !== "withdrawn") {
		args.notes.push(`${question.ticket} was answered before you withdrew it, so it stays answered.`);
	}
	return tellOne(call, args, question);
}

async function settle({ db }: Call, ticket: string, reason: string): Promise<Question> {
	try {
		await withdraw(db, ticket, reason);
	} catch (error) {
		if (!(error instanceof NightshiftError) || error.code !== "already-answered") throw error;
	}
	return deliver(db, ticket);
}
