import { visibleText } from "../../contract/visible-text.ts";
import { capText } from "../../text/capped-text.ts";
import { oneLine } from "../../text/cut.ts";
import { codeBlock, escapeMarkdown, inlineCode } from "../../text/markdown.ts";
import type { LogHead } from "./forms.ts";
import { toLogTurn } from "./log-file.ts";
import type { TurnRow } from "./snapshot.ts";

/** What a tool was told and what it put out is shown up to here, its beginning and its end; the log has all of it. */
const LONGEST_INPUT = 4_000;
const LONGEST_OUTPUT = 8_000;
const LONGEST_TITLE = 120;
const LONGEST_CALL = 200;
const SPEAKERS = { user: "You", assistant: "Assistant", tool: "Tool", system: "System" } as const;

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

/** Writes a moment as the person's clock showed it. */
export type Clock = (at: string) => string;

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

/**
 * One thing that was said or done. Texts stand in blocks that they cannot end, what tools did is folded, and characters that
 * would write over a terminal or turn text around are named: nothing in a text passes for anything but that text.
 */
export function renderTurn(turn: TurnRow, clock: Clock): string {
	if (turn.role === "tool" || turn.sidechain) return folded(turn, clock);
	const asks = turn.trigger ? " · asks for a backup" : "";
	const output = turn.output ? `\n\n${outputOf(turn.output)}` : "";
	const said = `${block(turn.text, "markdown")}${output}${omitted(turn)}`;
	return `### ${clock(turn.at)} · ${SPEAKERS[turn.role]}${asks}\n\n${said}\n\n`;
}

function folded(turn: TurnRow, clock: Clock): string {
	const { at, text, sidechain } = turn;
	const who = sidechain ? "Subagent · " : "";
	const { tool } = toLogTurn(turn);
	const what = tool ? callOf(tool) : SPEAKERS[turn.role];
	const call = tool && text !== "" ? ` · ${html(oneLine(text, LONGEST_CALL))}` : "";
	const blocks = tool
		? [inputOf(tool.input), tool.output ? outputOf(tool.output) : "_It put out nothing._"]
		: [block(text, "markdown")];
	const body = blocks.filter((one) => one !== "").join("\n\n");
	return `<details>\n<summary>${clock(at)} · ${who}${what}${call}</summary>\n\n${body}${omitted(turn)}\n\n</details>\n\n`;
}

function callOf({ name, ok }: NonNullable<TurnRow["tool"]>): string {
	return `<code>${html(name) || "a tool"}</code>${ok === false ? " · failed" : ok === null ? " · no result" : ""}`;
}

function outputOf(output: string): string {
	return block(capText(output, LONGEST_OUTPUT), "text");
}

function inputOf(input: unknown): string {
	if (input === undefined || input === null) return "";
	if (typeof input === "string") return block(capText(input, LONGEST_INPUT), "text");
	return block(capText(JSON.stringify(input, null, 2), LONGEST_INPUT), "json");
}

function omitted({ cut }: TurnRow): string {
	return cut > 0 ? `\n\n_${count(cut, "character")} more ${cut === 1 ? "was" : "were"} too many to be recorded._` : "";
}

function block(text: string, language: string): string {
	return text.trim() === "" ? "_Nothing but space._" : codeBlock(visibleText(text), language);
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

function html(text: string): string {
	return visibleText(text)
		.replaceAll(/\s+/g, " ")
		.replaceAll("&", "&amp;")
		.replaceAll("<", "&lt;")
		.replaceAll(">", "&gt;");
}

function count(number: number, one: string, many = `${one}s`): string {
	return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}
