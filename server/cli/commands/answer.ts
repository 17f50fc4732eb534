import { NightshiftError } from "../../contract/errors.ts";
import type { Question } from "../../contract/question.ts";
import { answerQuestion } from "../../inbox/answer-question.ts";
import { answerLate } from "../../inbox/late-answer.ts";
import { getQuestion } from "../../inbox/read-question.ts";
import type { Context } from "../context.ts";
import { DONE } from "../context.ts";
import { printAnswer } from "../print/question.ts";
import { withQuestion } from "../with-question.ts";

export interface AnswerOptions {
	amend?: boolean;
	comment?: string;
	undoable?: boolean;
	late?: "keep" | "redo";
}

/** `nightshift answer TICKET TEXT…`; several texts choose several options. */
export async function answer(
	context: Context,
	ticket: string,
	texts: string[],
	options: AnswerOptions,
): Promise<number> {
	const question = await withQuestion(context.paths, ticket, async (db) => {
		const asked = await getQuestion(db, ticket);
		const given = { answer: toAnswer(asked, texts), comment: options.comment };
		if (options.late) return answerLate(db, asked.ticket, { ...given, choice: options.late });
		return answerQuestion(db, asked.ticket, { ...given, amend: options.amend, undoable: options.undoable });
	});
	context.print(question, () => answerWords(question, options));
	return DONE;
}

function answerWords(question: Question, { late }: AnswerOptions): string {
	const { ticket, undoUntil } = question;
	if (late && question.late) {
		const then = question.late.choice === "redo" ? `${question.daemon} is told to do it again` : "what was done stays";
		return `${ticket}: ${printAnswer(question.late)}; ${then}.`;
	}
	const undo =
		undoUntil && Date.parse(undoUntil) > Date.now()
			? ` (nightshift undo ${ticket} takes it back until ${undoUntil})`
			: "";
	return `${ticket} is answered: ${printAnswer(question)}${undo}`;
}

/** An option is meant only by its exact id or label: "disapprove" must never be taken for "approve". */
function toAnswer(question: Question, texts: string[]): NonNullable<Question["answer"]> {
	switch (question.kind) {
		case "multi":
			return texts.map((text) => toOption(question, text));
		case "form":
			return parseForm(question, texts.join(" "));
		case "text":
			return texts.join(" ");
		default:
			return toOption(question, texts.join(" "));
	}
}

function toOption({ options }: Question, text: string): string {
	const byId = options.find(({ id }) => id === text);
	const byLabel = options.filter(({ label }) => label === text);
	// What is neither goes on as it is: the inbox refuses it and names the options.
	return byId?.id ?? (byLabel.length === 1 ? byLabel[0]?.id : undefined) ?? text;
}

function parseForm({ ticket }: Question, text: string): NonNullable<Question["answer"]> {
	try {
		return JSON.parse(text);
	} catch (error) {
		const message = `${ticket} is a form: answer with JSON, such as '{"name":"value"}'.`;
		throw new NightshiftError("invalid-answer", message, { ticket }, { cause: error });
	}
}
