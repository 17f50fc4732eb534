import type { Question } from "../../contract/question.ts";
import { bold, dim, yellow } from "./colors.ts";
import { printAgo } from "./quantities.ts";
import { oneLine, showMarkdown } from "./terminal.ts";

/** One question, with all that is needed to answer it. */
export function printQuestion(question: Question, now: Date = new Date()): string {
	const { ticket, title, daemon, task, createdAt, urgency } = question;
	const from = oneLine([daemon, task, printAgo(createdAt, now)].filter(Boolean).join(", "));
	const mark = urgency === "normal" ? "" : ` ${yellow(urgency)}`;
	const lines = [`${bold(ticket)}${mark} ${oneLine(title)}  ${dim(`(${from})`)}`];
	if (question.body)
		lines.push(
			...showMarkdown(question.body.trim())
				.split("\n")
				.map((line) => `    ${line}`),
		);
	for (const { id, label, recommended } of question.options) {
		const name = id === label ? oneLine(id) : `${oneLine(id)}  ${dim(oneLine(label))}`;
		lines.push(`    - ${name}${recommended ? dim(" (recommended)") : ""}`);
	}
	lines.push(...describeState(question).map((line) => `    ${dim(oneLine(line))}`));
	return lines.join("\n");
}

/** The answer as a script wants it: an option's id, several a line each, a text, or JSON for a form. */
export function printAnswer({ answer }: Question): string {
	if (typeof answer === "string") return answer;
	if (Array.isArray(answer) && answer.every((one) => typeof one === "string")) return answer.join("\n");
	return JSON.stringify(answer);
}

function describeState(question: Question): string[] {
	const { status, deadlineAt, onDeadline, answeredBy, answeredAt, comment, withdrawnReason } = question;
	if (status === "withdrawn") return [`withdrawn: ${withdrawnReason ?? "no reason given"}`];
	if (status !== "pending") {
		const by = answeredBy === "human" ? "" : ` by ${answeredBy}`;
		return [`answered${by} at ${answeredAt}: ${printAnswer(question)}${comment ? ` (${comment})` : ""}`];
	}
	if (!deadlineAt) return [];
	const then = {
		default: `then ${JSON.stringify(question.default)} is taken`,
		skip: "then it is skipped",
		wait: "it waits on after that",
	};
	return [`deadline ${deadlineAt}: ${then[onDeadline]}`];
}
