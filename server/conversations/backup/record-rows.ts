import type { Role } from "../../transcripts/changes.ts";
import { roleOf } from "../turn-row.ts";

/** A conversation as the record has it. */
export interface RecordRow {
	id: number;
	source: string;
	session: string;
	cwd: string | null;
	title: string | null;
	startedAt: string | null;
	endedAt: string | null;
	firstTurnAt: string | null;
	lastTurnAt: string | null;
	models: string[];
	usage: Record<string, number>;
	userTurns: number;
	replies: number;
	toolCalls: number;
	failedCalls: number;
	triggers: number;
	redactions: number;
	summary: string | null;
	keywords: string[];
	summaryBy: string | null;
	summaryOf: number | null;
	change: number;
}

export interface TurnRow {
	role: Role;
	at: string;
	text: string;
	tool: { name: string; input: unknown; ok: boolean | null } | null;
	output: string | null;
	sidechain: boolean;
	trigger: boolean;
	cut: number;
}

/** A backup that was asked for. */
export interface OrderRow {
	id: number;
	conversationId: number;
	at: Date;
}

/** Only turns of this time: from `from` on and before `to`. */
export interface Span {
	from?: Date | undefined;
	to?: Date | undefined;
}

/** As the database has it. */
export type RawRecord = Omit<RecordRow, "models" | "usage" | "keywords"> & {
	models: string;
	usage: string;
	keywords: string;
};
export type RawTurn = Omit<TurnRow, "tool" | "sidechain" | "trigger"> & {
	tool: string | null;
	sidechain: number;
	trigger: number;
};

export function toRecord(row: RawRecord): RecordRow {
	return {
		...row,
		startedAt: timeOrNull(row.startedAt),
		endedAt: timeOrNull(row.endedAt),
		firstTurnAt: timeOrNull(row.firstTurnAt),
		lastTurnAt: timeOrNull(row.lastTurnAt),
		models: JSON.parse(row.models),
		usage: JSON.parse(row.usage),
		keywords: JSON.parse(row.keywords),
	};
}

export function toTurn(row: RawTurn): TurnRow {
	return {
		...row,
		role: roleOf(row.role),
		at: fileTime(row.at),
		tool: row.tool === null ? null : JSON.parse(row.tool),
		sidechain: row.sidechain !== 0,
		trigger: row.trigger !== 0,
	};
}

function timeOrNull(text: string | null): string | null {
	return text === null ? null : fileTime(text);
}

/** ISO 8601 with a year of four digits, as file names and schemas have it: a transcript may say anything. */
export function fileTime(text: string): string {
	return new Date(Math.min(Math.max(Date.parse(text), EARLIEST), LATEST)).toISOString();
}

const EARLIEST = Date.parse("0001-01-02T00:00:00.000Z");
const LATEST = Date.parse("9999-12-30T00:00:00.000Z");
