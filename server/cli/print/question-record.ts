import type { QuestionEvent, QuestionRecord, ThreadMessage } from "../../contract/question.ts";
import { bold, dim } from "./colors.ts";
import { printMarkdown } from "./markdown.ts";
import { printAgo } from "./quantities.ts";
import { printQuestion } from "./question.ts";
import { printTable } from "./table.ts";
import { oneLine } from "./terminal.ts";

/** One question with what was said about it and what became of it. */
export function printRecord({ question, thread, trail }: QuestionRecord, now: Date = new Date()): string {
	const parts = [printQuestion(question, now)];
	if (thread.length > 0) parts.push(thread.map((message) => printMessage(message, now)).join("\n"));
	parts.push(printTable(["WHEN", "WHAT", "BY", ""], trail.map(toCells)));
	return parts.join("\n\n");
}

function printMessage({ from, text, at, seenAt }: ThreadMessage, now: Date): string {
	const who = from === "human" ? "You" : "Whoever asked";
	const seen = from === "human" && seenAt === null ? ", not read yet" : "";
	const lines = printMarkdown(text).split("\n");
	return [`${bold(who)} ${dim(`(${printAgo(at, now)}${seen})`)}`, ...lines.map((line) => `    ${line}`)].join("\n");
}

const WHAT: Record<QuestionEvent["kind"], string> = {
	asked: "asked",
	"asked-again": "asked again",
	answered: "answered",
	amended: "changed",
	undone: "taken back",
	defaulted: "decided",
	withdrawn: "withdrawn",
	snoozed: "put off",
	woken: "back",
	delivered: "handed out",
	late: "said late",
};
const WHO: Record<QuestionEvent["by"], string> = { human: "you", asker: "asker", default: "default", policy: "rule" };

function toCells({ at, kind, by, words }: QuestionEvent): string[] {
	return [at, WHAT[kind], WHO[by], oneLine(words)];
}
