import { basename } from "node:path";
import type { RecordWriter, Statements } from "./record-writer.ts";

/** A transcript, and how far it was read. */
export interface TrackedFile {
	id: number;
	source: string;
	path: string;
	/** Device and inode. */
	file: string;
	/** Of its first bytes, and of those before `offset`: see file-marks. */
	head: string;
	tail: string;
	generation: number;
	offset: number;
	/** What its reader remembers; null: nothing yet. */
	carry: unknown;
	/** Of the conversation it spoke of last; null: of none yet. */
	session: string | null;
	state: "watched" | "gone" | "unreadable";
}

/** What storing has to know of it. */
export type FileRef = Pick<TrackedFile, "id" | "source" | "path" | "file" | "session">;

/** What tells without reading it whether a transcript may have changed. */
export interface KnownFile extends Pick<TrackedFile, "id" | "source" | "path" | "file" | "offset" | "state"> {
	/** As the database has times; null: never. */
	readAt: string | null;
}

interface Row extends Omit<TrackedFile, "carry"> {
	carry: string | null;
}

const SELECT = `
	SELECT f."id", f."source", f."path", f."file", f."head", f."tail", f."generation", f."offset", f."carry", f."state",
		c."session" AS "session"
	FROM "ConversationFile" f LEFT JOIN "Conversation" c ON c."id" = f."conversationId"`;
/** Of files that began anew only the newest. */
const NEWEST = `NOT EXISTS (
	SELECT 1 FROM "ConversationFile" n WHERE n."file" = f."file" AND n."generation" > f."generation")`;

/** More kinds of unknown lines than these are no kinds, and are counted together. */
const MAX_KINDS = 100;
const REST = "other";

/** All transcripts that are known, without what their readers remember: that may be much, and few are read again. */
export function listTrackedFiles(writer: RecordWriter): KnownFile[] {
	return writer.read((sql) =>
		sql.all<KnownFile>(
			`SELECT f."id", f."source", f."path", f."file", f."offset", f."state", f."readAt"
			FROM "ConversationFile" f WHERE ${NEWEST}`,
		),
	);
}

/** A transcript by device and inode, in its newest generation; null: never seen. */
export function findTrackedFile(writer: RecordWriter, file: string): TrackedFile | null {
	const row = writer.read((sql) =>
		sql.get<Row>(`${SELECT} WHERE f."file" = ? ORDER BY f."generation" DESC LIMIT 1`, file),
	);
	return row ? withCarry(row) : null;
}

/** What was read last of all that stood at a path, or is called like it and more, as rotated files are; null: nothing was. */
export function findFormerFile(
	writer: RecordWriter,
	{ source, path }: { source: string; path: string },
): TrackedFile | null {
	const row = writer.read((sql) =>
		sql.get<Row>(
			`${SELECT} WHERE f."source" = ? AND f."path" >= ? AND f."path" < ? ORDER BY f."id" DESC LIMIT 1`,
			source,
			path,
			`${path}\u{10ffff}`,
		),
	);
	return row ? withCarry(row) : null;
}

/** A transcript that is to be read from its beginning; it gets its row with the first lines that are stored of it. */
export function untracked(of: { source: string; path: string; file: string }): TrackedFile {
	return { ...of, id: NEW, head: "", tail: "", generation: 0, offset: 0, carry: null, session: null, state: "watched" };
}

/** Stands for the id of a row that is not there yet. */
const NEW = 0;

/**
 * Makes sure that a transcript has its row, within the transaction that stores what it told first. Of one that began anew,
 * or has another's inode, the former reading counts as gone.
 */
export function ensureRow(sql: Statements, file: FileRef, now: string): number {
	if (file.id !== NEW) return file.id;
	const last = sql.get<{ generation: number | null }>(
		`SELECT max("generation") AS "generation" FROM "ConversationFile" WHERE "file" = ?`,
		file.file,
	);
	const generation = last?.generation ?? 0;
	if (generation > 0) {
		sql.run(`UPDATE "ConversationFile" SET "state" = 'gone', "carry" = NULL WHERE "file" = ?`, file.file);
	}
	const row = sql.get<{ id: number }>(
		`INSERT INTO "ConversationFile" ("source", "path", "file", "head", "generation", "seenAt")
		VALUES (?, ?, ?, '', ?, ?) RETURNING "id"`,
		file.source,
		file.path,
		file.file,
		generation + 1,
		now,
	);
	return (row as { id: number }).id;
}

/** Says where a transcript is now, and how it is; `problem` is for people. */
export async function markFile(
	writer: RecordWriter,
	id: number,
	{ path, state, problem = null }: { path?: string; state: TrackedFile["state"]; problem?: string | null },
): Promise<void> {
	await writer.write((sql) =>
		sql.run(
			`UPDATE "ConversationFile" SET "path" = coalesce(?, "path"), "state" = ?, "problem" = ? WHERE "id" = ?`,
			path ?? null,
			state,
			problem,
			id,
		),
	);
}

/** How far a transcript was read, once what it told is stored. */
export interface Progress {
	offset: number;
	head: string;
	tail: string;
	/** How many lines were read beyond those before. */
	lines: number;
	/** What its reader remembers; undefined: what it remembered before. */
	carry: unknown;
}

/** Within the transaction that stores what it told. */
export function storeProgress(
	sql: Statements,
	id: number,
	{ offset, head, tail, lines, carry }: Progress,
	told: { malformed: number; unknown: Readonly<Record<string, number>>; conversation: number | null; now: string },
): void {
	sql.run(
		`UPDATE "ConversationFile" SET
			"offset" = ?, "head" = ?, "tail" = ?, "lines" = "lines" + ?, "malformed" = "malformed" + ?,
			"carry" = CASE WHEN ? THEN ? ELSE "carry" END, "conversationId" = coalesce(?, "conversationId"), "readAt" = ?,
			"state" = 'watched', "problem" = NULL
		WHERE "id" = ?`,
		offset,
		head,
		tail,
		lines,
		told.malformed,
		Number(carry !== undefined),
		carry === undefined || carry === null ? null : JSON.stringify(carry),
		told.conversation,
		told.now,
		id,
	);
	if (Object.keys(told.unknown).length > 0) addUnknown(sql, id, told.unknown);
}

function addUnknown(sql: Statements, id: number, more: Readonly<Record<string, number>>): void {
	const row = sql.get<{ unknown: string }>(`SELECT "unknown" FROM "ConversationFile" WHERE "id" = ?`, id);
	const known = JSON.parse(row?.unknown ?? "{}") as Record<string, number>;
	let kinds = Object.keys(known).length;
	for (const [kind, count] of Object.entries(more)) {
		if (known[kind] === undefined && kind !== REST) kinds += 1;
		const counted = known[kind] === undefined && kinds > MAX_KINDS ? REST : kind;
		known[counted] = (known[counted] ?? 0) + count;
	}
	sql.run(`UPDATE "ConversationFile" SET "unknown" = ? WHERE "id" = ?`, JSON.stringify(known), id);
}

/** What a conversation is called that no line has named. */
export function sessionOfPath(path: string): string {
	return basename(path).replace(/\.[^.]*$/, "");
}

function withCarry(row: Row): TrackedFile {
	return { ...row, carry: row.carry === null ? null : (JSON.parse(row.carry) as unknown) };
}
