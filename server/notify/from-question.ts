import type { Question } from "../contract/question.ts";
import { visibleText } from "../contract/visible-text.ts";
import { clip, oneLine } from "../text/cut.ts";
import type { Message } from "./message.ts";

/** Beyond this the rest is in the inbox. */
const MAX_TEXT = 1_200;
const MAX_TITLE = 200;
const MAX_OPTIONS = 12;
const MAX_OPTION = 120;
/** A digest names so many. */
const MAX_NAMED = 20;
const INBOX = "/inbox";

type Draft = Omit<Message, "event" | "link" | "at" | "html" | "tag">;

/** The page that shows a question. */
export function questionPath(ticket: string): string {
	return `${INBOX}?ticket=${encodeURIComponent(ticket)}`;
}

/** One question, as it is told. */
export function messageOfQuestion(question: Question, momentWords: (iso: string) => string): Draft {
	const { ticket, title, body, daemon, urgency, options } = question;
	const labels = options.slice(0, MAX_OPTIONS).map(({ label }) => line(label, MAX_OPTION));
	if (options.length > MAX_OPTIONS) labels.push(`… and ${options.length - MAX_OPTIONS} more`);
	return {
		urgency,
		title: `${ticket}: ${line(title, MAX_TITLE)}`,
		text: visibleText(clip(body?.trim() ?? "", MAX_TEXT)),
		options: labels,
		deadline: deadlineWords(question, momentWords),
		path: questionPath(ticket),
		daemon,
		ticket,
	};
}

/**
 * Several questions as one message.
 * @param questions those that still wait, at least one
 * @param others how many more there are that were not looked at
 */
export function messageOfDigest(
	questions: readonly Question[],
	momentWords: (iso: string) => string,
	others = 0,
): Draft {
	const count = questions.length + others;
	const named = questions.slice(0, MAX_NAMED).map((question) => {
		const end = deadlineWords(question, momentWords);
		return `• ${question.ticket}: ${line(question.title, MAX_TITLE)}${end ? ` (${end})` : ""}`;
	});
	const more = count - named.length;
	if (more > 0) named.push(`… and ${more} more.`);
	return {
		urgency: mostUrgent(questions),
		title: count === 1 ? "1 question waits for you" : `${count} questions wait for you`,
		text: named.join("\n"),
		options: [],
		deadline: null,
		path: INBOX,
		daemon: null,
		ticket: null,
	};
}

/** `Without an answer by 22 Nov 2026, 09:00 it will be decided: Yes.`; null when nothing happens. */
function deadlineWords(question: Question, momentWords: (iso: string) => string): string | null {
	const { onDeadline, deadlineAt, firesAt } = question;
	const at = firesAt ?? deadlineAt;
	if (at === null || onDeadline === "wait") return null;
	const end = `Without an answer by ${momentWords(at)}`;
	if (onDeadline === "skip") return `${end} it is left out.`;
	return `${end} it will be decided: ${line(defaultWords(question), MAX_OPTION)}.`;
}

function defaultWords({ default: value, options }: Question): string {
	const label = (id: unknown) => options.find((option) => option.id === id)?.label ?? String(id);
	if (Array.isArray(value)) return value.map(label).join(", ");
	return typeof value === "object" && value !== null ? JSON.stringify(value) : label(value);
}

const ORDER: Question["urgency"][] = ["low", "normal", "high", "critical"];

function mostUrgent(questions: readonly Question[]): Question["urgency"] {
	const most = Math.max(...questions.map(({ urgency }) => ORDER.indexOf(urgency)));
	return ORDER[most] ?? "normal";
}

function line(text: string, limit: number): string {
	return visibleText(oneLine(text, limit));
}
