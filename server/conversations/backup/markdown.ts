import { visibleText } from "../../contract/visible-text.ts";
import { capText } from "../../text/capped-text.ts";
import { oneLine } from "../../text/cut.ts";
import { codeBlock } from "../../text/markdown.ts";
import { toLogTurn } from "./log-file.ts";
import type { TurnRow } from "./record-rows.ts";

/** What a tool was told and what it put out is shown up to here, its beginning and its end; the log has all of it. */
const LONGEST_INPUT = 4_000;
const LONGEST_OUTPUT = 8_000;
const LONGEST_CALL = 200;
const SPEAKERS = { user: "You", assistant: "Assistant", tool: "Tool", system: "System" } as const;

/** Writes a moment as the person's clock showed it. */
export type Clock = (at: string) => string;

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

function html(text: string): string {
	return visibleText(text)
		.replaceAll(/\s+/g, " ")
		.replaceAll("&", "&amp;")
		.replaceAll("<", "&lt;")
		.replaceAll(">", "&gt;");
}

/** `1,234 messages` */
export function count(number: number, one: string, many = `${one}s`): string {
	return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}
