import type { Question } from "../../contract/question.ts";
import { bold, dim, yellow } from "./colors.ts";
import { printMarkdown } from "./markdown.ts";
import { printAgo, printBytes } from "./quantities.ts";
import { oneLine } from "./terminal.ts";

/** One question, with all that is needed to answer it. */
export function printQuestion(question: Question, now: Date = new Date()): string {
	const { ticket, title, daemon, task, createdAt, urgency } = question;
	const from = oneLine([daemon, task, printAgo(createdAt, now)].filter(Boolean).join(", "));
	const mark = urgency === "normal" ? "" : ` ${yellow(urgency)}`;
	const lines = [`${bold(ticket)}${mark} ${oneLine(title)}  ${dim(`(${from})`)}`];
	if (question.body)
		lines.push(
			...printMarkdown(question.body)
				.split("\n")
				.map((line) => `    ${line}`),
		);
	for (const { id, label, recommended } of question.options) {
		const name = id === label ? oneLine(id) : `${oneLine(id)}  ${dim(oneLine(label))}`;
		lines.push(`    - ${name}${recommended ? dim(" (recommended)") : ""}`);
	}
	for (const { name, size, removedAt } of question.attachments) {
		const gone = removedAt === undefined ? "" : `, removed ${printAgo(removedAt, now)}`;
		lines.push(`    ${dim(`attached: ${oneLine(name)} (${printBytes(size)}${gone})`)}`);
	}
	lines.push(...describeState(question).map((line) => `    ${dim(oneLine(line))}`));
	return lines.join("\n");
}

/** The answer as a script wants it: an option's id, several a line each, a text, or JSON for a form. */
export function printAnswer({ answer }: Pick<Question, "answer">): string {
	if (typeof answer === "string") return answer;
	if (Array.isArray(answer) && answer.every((one) => typeof one === "string")) return answer.join("\n");
	return JSON.stringify(answer);
}

function describeState(question: Question): string[] {
	const { status, answeredBy, answeredAt, comment, withdrawnReason, undoUntil, deliveredAt, late } = question;
	if (status === "withdrawn") return [`withdrawn: ${withdrawnReason ?? "no reason given"}`];
	if (status === "pending") return [...describeTime(question), ...describeThread(question)];
	const by = answeredBy === "human" ? "" : ` by ${answeredBy}`;
	const lines = [`answered${by} at ${answeredAt}: ${printAnswer(question)}${comment ? ` (${comment})` : ""}`];
	if (deliveredAt === null && undoUntil !== null) lines.push(`can be taken back until ${undoUntil}`);
	if (late) {
		const then = late.choice === "redo" ? "to be done again" : "what was done stays";
		lines.push(`said late at ${late.at}: ${printAnswer(late)}${late.comment ? ` (${late.comment})` : ""}; ${then}`);
	}
	return lines;
}

function describeTime(question: Question): string[] {
	const { deadlineAt, firesAt, onDeadline, snoozedUntil, heldUntil } = question;
	const lines: string[] = [];
	if (snoozedUntil) lines.push(`put off until ${snoozedUntil}`);
	if (heldUntil) lines.push(`comes with the digest at ${heldUntil}`);
	if (deadlineAt) {
		const then = {
			default: `then ${JSON.stringify(question.default)} is taken`,
			skip: "then it is skipped",
			wait: "it waits on after that",
		};
		const paused =
			firesAt !== null && firesAt !== deadlineAt ? ` (${deadlineAt}, but for the time outside your hours)` : "";
		lines.push(`deadline ${firesAt ?? deadlineAt}${paused}: ${then[onDeadline]}`);
	}
	return lines;
}

function describeThread({ messages, lastMessageFrom }: Question): string[] {
	if (messages === 0) return [];
	const last = lastMessageFrom === "human" ? "the last is yours" : "the last is for you";
	return [`${messages} ${messages === 1 ? "message" : "messages"}, ${last}`];
}
