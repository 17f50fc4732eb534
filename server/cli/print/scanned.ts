import type { ScannedConversation } from "../../transcripts/scan.ts";
import { printAgo, UNKNOWN } from "./quantities.ts";
import { printTable } from "./table.ts";

/** A conversation in a table: what it takes to recognise it. */
export interface ScannedRow {
	source: string;
	sessionId: string;
	lastTurnAt: string | null;
	title: string;
	typed: number;
	replies: number;
	tools: number;
	failed: number;
	triggers: number;
	malformedLines: number;
	unknownLines: number;
	model: string | null;
}

const HEAD = ["SOURCE", "SESSION", "LAST", "TYPED", "REPLIES", "TOOLS", "BACKUPS", "BAD LINES", "MODEL", "TITLE"];
const RIGHT = [3, 4, 5, 6, 7];
const MAX_TITLE = 48;
const MAX_SESSION = 36;

/** What a table keeps of a conversation. */
export function toRow(conversation: ScannedConversation): ScannedRow {
	const { source, sessionId, lastTurnAt, triggers, malformedLines, model, turns, title, unknownLines } = conversation;
	const first = turns.find(({ role }) => role === "user")?.text ?? "";
	const count = (role: string) => turns.filter((turn) => turn.role === role).length;
	return {
		source,
		sessionId,
		lastTurnAt,
		title: shorten(title ?? first, MAX_TITLE),
		typed: count("user"),
		replies: count("assistant"),
		tools: count("tool"),
		failed: turns.filter(({ tool }) => tool?.ok === false).length,
		triggers,
		malformedLines,
		unknownLines: Object.values(unknownLines).reduce((sum, lines) => sum + lines, 0),
		model,
	};
}

/** Conversations as a table, with what they come to. */
export function printScanned(rows: readonly ScannedRow[]): string {
	const table = printTable(HEAD, rows.map(cells), RIGHT);
	const sum = (pick: (row: ScannedRow) => number) => rows.reduce((total, row) => total + pick(row), 0);
	const unknown = sum(({ unknownLines }) => unknownLines);
	const facts = [
		counted(rows.length, "conversation"),
		counted(
			sum(({ typed, replies }) => typed + replies),
			"message",
		),
		counted(
			sum(({ tools }) => tools),
			"use of tools",
			"uses of tools",
		),
		...(unknown > 0 ? [`${counted(unknown, "line")} of a kind that is not known`] : []),
	];
	return `${table}\n\n${facts.join(", ")}.`;
}

function cells(row: ScannedRow): string[] {
	return [
		row.source,
		shorten(row.sessionId, MAX_SESSION),
		row.lastTurnAt ? printAgo(row.lastTurnAt) : UNKNOWN,
		String(row.typed),
		String(row.replies),
		row.failed > 0 ? `${row.tools} (${row.failed} failed)` : String(row.tools),
		row.triggers > 0 ? String(row.triggers) : "",
		row.malformedLines > 0 ? String(row.malformedLines) : "",
		row.model ?? UNKNOWN,
		row.title,
	];
}

function shorten(text: string, length: number): string {
	const line = text
		.slice(0, 4 * length)
		.replace(/\s+/g, " ")
		.trim();
	const characters = [...line];
	return characters.length > length ? `${characters.slice(0, length - 1).join("")}…` : line;
}

function counted(count: number, one: string, many = `${one}s`): string {
	return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}
