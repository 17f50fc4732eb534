import { text as readText } from "node:stream/consumers";
import { NightshiftError } from "../../contract/errors.ts";
import type { NewQuestion, Question } from "../../contract/question.ts";
import { askQuestion } from "../../inbox/ask-question.ts";
import { takeAnswer } from "../../inbox/take-answer.ts";
import { waitForAnswer } from "../../inbox/wait-for-answer.ts";
import type { Context } from "../context.ts";
import { DONE, FAILED } from "../context.ts";
import { printAnswer } from "../print/question.ts";
import { withDatabase } from "../with-database.ts";

export interface AskOptions {
	choice?: string[];
	/** Milliseconds; null: for ever; 0: not at all. */
	wait: number | null;
	deadline?: Date;
	default?: string;
	key?: string;
	body?: string;
	urgency?: NewQuestion["urgency"];
	daemon?: string;
}

/** `nightshift ask "QUESTION"`: prints the answer when it comes. */
export async function ask(context: Context, title: string, options: AskOptions): Promise<number> {
	const input = {
		...toQuestion(title, options),
		body: options.body === "-" ? await readText(process.stdin) : options.body,
	};
	return withDatabase(context.paths, async (db) => {
		const asked = await askQuestion(db, input);
		if (options.wait === 0) {
			context.print(asked, () => asked.ticket);
			return DONE;
		}
		const interrupted = interruption();
		const waiting = waitForAnswer(db, asked.ticket, { timeoutMs: options.wait, signal: interrupted });
		const question = await unlessInterrupted(waiting, interrupted, asked);
		if (question.status === "pending") return stillPending(context, question, interrupted.aborted);
		return finish(context, (await takeAnswer(db, question.ticket)) ?? question);
	});
}

function toQuestion(
	title: string,
	{ choice, deadline, key, urgency, daemon, default: fallback }: AskOptions,
): NewQuestion {
	return {
		title,
		kind: choice ? "choice" : "text",
		options: choice?.map((text) => ({ id: text, label: text })),
		deadlineAt: deadline?.toISOString(),
		onDeadline: fallback === undefined ? "wait" : "default",
		default: fallback,
		key,
		urgency,
		daemon: daemon ?? process.env.NIGHTSHIFT_DAEMON,
		blocking: true,
	};
}

/** Aborts at Ctrl-C, or when asked to end: the question stays. */
function interruption(): AbortSignal {
	const controller = new AbortController();
	for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => controller.abort());
	return controller.signal;
}

/** The question as it was asked, when the waiting was broken off. */
async function unlessInterrupted(waiting: Promise<Question>, signal: AbortSignal, asked: Question): Promise<Question> {
	try {
		return await waiting;
	} catch (error) {
		if (signal.aborted) return asked;
		throw error;
	}
}

function stillPending(context: Context, question: Question, interrupted: boolean): number {
	const { ticket } = question;
	if (context.json) context.print(question, () => null);
	const why = interrupted ? `Stopped waiting; ${ticket}` : `No answer yet; ${ticket}`;
	context.note(
		`${why} stays in the inbox: "nightshift answer ${ticket} …" answers it, and asking again with the same --key waits on.`,
	);
	return FAILED;
}

function finish(context: Context, question: Question): number {
	const { ticket, status, withdrawnReason } = question;
	if (status === "withdrawn") {
		throw new NightshiftError(
			"already-withdrawn",
			`${ticket} was withdrawn: ${withdrawnReason ?? "no reason was given"}.`,
		);
	}
	context.printExact(question, printAnswer(question));
	if (!context.json && status === "defaulted")
		context.note(`(Nobody answered ${ticket} in time; this is its default.)`);
	return DONE;
}
