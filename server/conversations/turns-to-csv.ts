import type { RecordedTurn } from "../contract/conversations.ts";

const COLUMNS = [
	"at",
	"role",
	"sidechain",
	"text",
	"tool",
	"ok",
	"input",
	"output",
	"backup asked for",
	"characters left out",
];

/**
 * Turns as RFC 4180, one a row, with a line of names. No cell is a formula to a program for tables: what would begin one has
 * an apostrophe before it.
 */
export async function* turnsToCsv(turns: AsyncIterable<RecordedTurn>): AsyncGenerator<string> {
	// With this mark such programs read it as UTF-8.
	yield `\uFEFF${row(COLUMNS)}`;
	for await (const { at, role, sidechain, text, tool, output, trigger, cut } of turns) {
		const ok = tool === null ? "" : tool.ok === null ? "unknown" : yes(tool.ok);
		const input = tool === null || tool.input === null ? "" : plain(tool.input);
		yield row([at, role, yes(sidechain), text, tool?.name ?? "", ok, input, output ?? "", yes(trigger), String(cut)]);
	}
}

function row(cells: readonly string[]): string {
	return `${cells.map(cell).join(",")}\r\n`;
}

/** A cell that is read as it is, whatever stands in it. */
export function cell(text: string): string {
	// Spaces and what does not show are skipped by some programs before they look for a formula.
	const isFormula = /^[\s\p{Cc}\p{Cf}]*[=+\-@|%＝＋－＠]/u.test(text) || /^[\t\r\n]/.test(text);
	const safe = isFormula ? `'${text}` : text;
	return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function plain(value: unknown): string {
	return typeof value === "string" ? value : JSON.stringify(value);
}

function yes(value: boolean): string {
	return value ? "yes" : "no";
}
