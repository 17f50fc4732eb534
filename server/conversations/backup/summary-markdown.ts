import { visibleText } from "../../contract/visible-text.ts";
import { oneLine } from "../../text/cut.ts";
import { escapeMarkdown, inlineCode } from "../../text/markdown.ts";
import type { LogHead } from "./forms.ts";
import { type Clock, count } from "./markdown.ts";

const LONGEST_TITLE = 120;

/** A conversation as the Markdown of a day shows it. */
export interface Shown {
	head: Pick<
		LogHead,
		| "source"
		| "sessionId"
		| "cwd"
		| "title"
		| "firstTurnAt"
		| "lastTurnAt"
		| "models"
		| "summary"
		| "keywords"
		| "userTurns"
		| "replies"
		| "toolCalls"
		| "failedCalls"
		| "usage"
		| "sections"
	>;
	/** The file with all of it. */
	file: string;
}

export function titleOf({ head }: Shown): string {
	return inline(oneLine(head.title ?? "", LONGEST_TITLE)) || "Without a title";
}

/** What is told of a conversation at the top of the day. */
export function renderSummary(shown: Shown, number: number, clock: Clock): string {
	const { head, file } = shown;
	const parts = [`### ${number}. ${titleOf(shown)}`, facts(head, file, clock)];
	if (head.summary) parts.push(quote(head.summary));
	if (head.keywords.length > 0) parts.push(`Keywords: ${head.keywords.map(inline).join(", ")}`);
	for (const [name, lines] of [
		["Decisions", head.sections.decisions],
		["Errors", head.sections.errors],
		["Configurations", head.sections.configurations],
	] as const) {
		if (lines.length > 0) parts.push(`**${name}**`, lines.map((line) => `- ${inline(line)}`).join("\n"));
	}
	return `${parts.join("\n\n")}\n\n`;
}

/** Two spaces at its end keep a line from flowing into the next. */
function quote(text: string): string {
	const lines = text.split("\n").map((line) => `> ${inline(line)}`);
	return lines.join("  \n");
}

function facts(head: Shown["head"], file: string, clock: Clock): string {
	const { source, sessionId, cwd, models, firstTurnAt, lastTurnAt, usage } = head;
	const failed = head.failedCalls > 0 ? `, ${head.failedCalls} failed` : "";
	const times = firstTurnAt && lastTurnAt ? `${clock(firstTurnAt)} to ${clock(lastTurnAt)}` : "at no known time";
	const lines = [
		`${inline(source)}, session ${code(sessionId)}${cwd === null ? "" : ` in ${code(cwd)}`}`,
		`${times}: ${count(head.userTurns, "message")}, ${count(head.replies, "reply", "replies")}, ${count(head.toolCalls, "tool call")}${failed}`,
		models.length > 0 ? `Model: ${models.map(code).join(", ")}` : "",
		Object.keys(usage).length > 0
			? `Usage: ${Object.entries(usage)
					.map(([name, amount]) => `${inline(name)} ${amount.toLocaleString("en")}`)
					.join(", ")}`
			: "",
		`All of it: ${code(file)}`,
	];
	return lines
		.filter((line) => line !== "")
		.map((line) => `- ${line}`)
		.join("\n");
}

/** Plain text within a line. */
function inline(text: string): string {
	return escapeMarkdown(visibleText(text))
		.trim()
		.replace(/^(\d+)([.)])/, "$1\\$2") // a list
		.replace(/^=/, "\\=") // a heading of the line above
		.replace(/(?<!\\)#+$/, "\\$&"); // the end of a heading
}

function code(text: string): string {
	const line = visibleText(text, "code");
	return line.trim() === "" ? "–" : inlineCode(line);
}
