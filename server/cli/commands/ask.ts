import { createHash } from "node:crypto";
import { text as readText } from "node:stream/consumers";
import { NightshiftError } from "../../contract/errors.ts";
import type { NewQuestion, Question } from "../../contract/question.ts";
import type { Database } from "../../db/open.ts";
import { askQuestion } from "../../inbox/ask-question.ts";
import { asAskerSees, isHandedOut } from "../../inbox/handed-out.ts";
import { receiveAnswer } from "../../inbox/take-answer.ts";
import { addMessage, seeMessages } from "../../inbox/thread.ts";
import { waitForWord } from "../../inbox/wait-for-answer.ts";
import { readFileToAttach } from "../attach-file.ts";
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
	/** Files. */
	attach?: string[];
	/** What the asker says before it waits. */
	reply?: string;
}

/** `nightshift ask "QUESTION"`: prints the answer when it comes, and what the person asks back meanwhile as a remark. */
export async function ask(context: Context, title: string, options: AskOptions): Promise<number> {
	const input = {
		...toQuestion(title, options),
		body: options.body === "-" ? await readText(process.stdin) : options.body,
		attachments: await Promise.all((options.attach ?? []).map(readFileToAttach)),
	};
	return withDatabase(context.paths, async (db) => {
		const asked = await askQuestion(db, input);
		if (options.reply !== undefined) await explain(db, asked, options.reply);
		if (options.wait === 0) {
			context.print(asked, () => asked.ticket);
			return DONE;
		}
		const interrupted = interruption();
		const until = options.wait === null ? Number.POSITIVE_INFINITY : performance.now() + options.wait;
		for (;;) {
			const waiting = waitAndListen(context, db, asked.ticket, until, interrupted);
			const question = await unlessInterrupted(waiting, interrupted, asked);
			if (!isHandedOut(question)) return stillPending(context, asAskerSees(question), interrupted.aborted);
			// Null: it was undone in this very moment, and is waited for again.
			const answer = await receiveAnswer(db, question.ticket);
			if (answer) return finish(context, answer);
		}
	});
}

/** Waits for the answer; what the person asks back meanwhile is told to whoever looks at the script. */
async function waitAndListen(
	context: Context,
	db: Database,
	ticket: string,
	until: number,
	signal: AbortSignal,
): Promise<Question> {
	for (;;) {
		const left = Math.max(0, until - performance.now());
		const timeoutMs = left === Number.POSITIVE_INFINITY ? null : left;
		const { question, messages } = await waitForWord(db, ticket, { timeoutMs, signal });
		for (const { text } of messages) context.note(`${ticket}: the person asks back: ${text}`);
		const last = messages.at(-1);
		if (last) {
			context.note(`Explain with: nightshift reply ${ticket} "TEXT"`);
			await seeMessages(db, ticket, last.id);
		}
		if (isHandedOut(question) || left === 0 || !last) return question;
	}
}

/** Nothing when the question is settled: then the answer says more than any explanation. */
async function explain(db: Database, { ticket, status }: Question, text: string): Promise<void> {
	if (status !== "pending") return;
	// The same text again, by a script that was started again, is the same message.
	const key = createHash("sha256").update(text).digest("hex");
	const said = await addMessage(db, ticket, { text, from: "asker", key });
	await seeMessages(db, ticket, said.id);
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
