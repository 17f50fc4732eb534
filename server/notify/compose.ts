import type { Question } from "../contract/question.ts";
import type { Delivery as Row } from "../db/generated/client.ts";
import type { Database } from "../db/open.ts";
import { isHandedOut } from "../inbox/handed-out.ts";
import { toQuestion } from "../inbox/question-row.ts";
import { idOf } from "../inbox/ticket.ts";
import type { Payload } from "./delivery-row.ts";
import { messageOfDigest, messageOfQuestion } from "./from-question.ts";
import type { Message } from "./message.ts";

/** How what a row is about stands now, and what would be said of it. */
export type Composed =
	| { holds: "yes"; message: Message }
	| { holds: "no"; over: string }
	/** The person put it off, or may still take their answer back; it is looked at again then. */
	| { holds: { asleep: Date }; over: string };

export interface ComposeOptions {
	/** What links begin with, without a slash at the end. */
	base: string;
	redact(texts: readonly string[]): Promise<string[]>;
	momentWords(iso: string): string;
}

const PUT_OFF = "It was put off until then.";
const UNDOABLE = "It was answered; until then the answer can be taken back.";

/**
 * Makes the message of a row: of questions as they are now, so that what was answered meanwhile is not told any more, and
 * a changed deadline is told right.
 */
export async function compose(database: Database, row: Row, options: ComposeOptions): Promise<Composed> {
	const payload = row.payload as unknown as Payload;
	if (!("tickets" in payload)) return { holds: "yes", message: written(row, payload, options.base) };
	const questions = await readQuestions(database, payload.tickets);
	const pending = questions.filter(({ status }) => status === "pending");
	if (pending.length === 0) {
		// A row that is dropped is never written again: after an undo nobody would be told.
		const undoable = questions.filter((question) => !isHandedOut(question));
		if (undoable.length === 0) return { holds: "no", over: overWords(questions) };
		const ends = undoable.map(({ undoUntil }) => Date.parse(undoUntil ?? ""));
		return { holds: { asleep: new Date(Math.max(...ends)) }, over: UNDOABLE };
	}
	const awake = pending.filter(({ snoozedUntil, heldUntil }) => snoozedUntil === null && heldUntil === null);
	if (awake.length === 0) return { holds: { asleep: firstWaking(pending) }, over: PUT_OFF };
	const [only] = awake;
	const single = only && payload.tickets.length === 1;
	const draft = single
		? messageOfQuestion(only, options.momentWords)
		: messageOfDigest(awake, options.momentWords, payload.more);
	const [title = "", text = "", deadline, ...choices] = await options.redact([
		draft.title,
		draft.text,
		draft.deadline ?? "",
		...draft.options,
	]);
	const message: Message = {
		...draft,
		event: "question",
		title,
		text,
		deadline: deadline || null,
		options: choices,
		link: absolute(options.base, draft.path),
		at: row.createdAt.toISOString(),
		tag: single ? `question:${only.ticket}` : row.key,
		html: null,
	};
	return { holds: "yes", message };
}

function written(row: Row, payload: Exclude<Payload, { tickets: string[] }>, base: string): Message {
	return {
		event: row.event as Message["event"],
		urgency: row.urgency as Message["urgency"],
		title: payload.title,
		text: payload.text,
		options: [],
		deadline: null,
		link: absolute(base, payload.link),
		path: payload.link,
		daemon: row.daemon,
		ticket: row.ticket,
		at: row.createdAt.toISOString(),
		tag: payload.tag,
		html: payload.html,
	};
}

function absolute(base: string, link: string): string {
	return link.startsWith("/") ? `${base}${link}` : link;
}

function readQuestions(database: Database, tickets: readonly string[]): Promise<Question[]> {
	return database.read(async (prisma) => {
		const rows = await prisma.question.findMany({ where: { id: { in: tickets.map(idOf) } }, orderBy: { id: "asc" } });
		return rows.map(toQuestion);
	});
}

function firstWaking(questions: readonly Question[]): Date {
	const times = questions.flatMap(({ snoozedUntil, heldUntil }) => snoozedUntil ?? heldUntil ?? []);
	return new Date(Math.min(...times.map((time) => Date.parse(time))));
}

function overWords(questions: readonly Question[]): string {
	if (questions.length === 0) return "The question is no longer there.";
	if (questions.length > 1) return "None of the questions waits any more.";
	switch (questions[0]?.status) {
		case "withdrawn":
			return "The question was withdrawn before it was sent.";
		case "defaulted":
			return "The deadline passed before it was sent.";
		default:
			return "It was answered before it was sent.";
	}
}
