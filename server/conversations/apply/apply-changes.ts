import type { RecordRedactor } from "../../redact/record-redactor.ts";
import type { Change } from "../../transcripts/changes.ts";
import { cleanCarry } from "./clean-carry.ts";
import { cleanUpdates } from "./clean-turns.ts";
import { type Folded, foldChanges } from "./fold.ts";
import type { RecordWriter, Statements } from "./record-writer.ts";
import { type StoredConversation, storeConversation } from "./store-conversation.ts";
import { ensureRow, type FileRef, type Progress, sessionOfPath, storeProgress } from "./tracked-files.ts";
import { timeOf } from "./turn-state.ts";

/** What a batch of lines of one transcript told, ready to be stored: plain data, which may go from thread to thread. */
export interface Told extends Folded {
	progress: Progress;
}

/** What a batch of lines told, and the transcript they are of. */
export interface Piece {
	file: FileRef;
	told: Told;
}

/** What became of a batch of lines. */
export interface Applied {
	/** The file's row. */
	id: number;
	/** The conversations it told of. */
	conversations: StoredConversation[];
	/** Of the conversation it spoke of last: what the file's next lines belong to. */
	session: string | null;
	/** How many turns are new. */
	added: number;
	/** How many backups it asked for, that nobody knew of. */
	orders: number;
	malformed: number;
}

/** Takes together what a batch of lines told, takes the secrets out, and cuts what is too long. */
export async function prepareChanges(
	changes: readonly Change[],
	progress: Progress,
	redact: RecordRedactor,
): Promise<Told> {
	const folded = foldChanges(changes);
	await cleanUpdates(folded.sessions, redact);
	return { ...folded, progress: { ...progress, carry: await cleanCarry(progress.carry, redact) } };
}

/**
 * Stores pieces of different transcripts, together with how far each was read: all of it or nothing, in one transaction.
 * Told twice, it changes nothing.
 *
 * @throws NightshiftError `database-unavailable`
 */
export function storeTold(writer: RecordWriter, pieces: readonly Piece[], moment = new Date()): Promise<Applied[]> {
	const now = timeOf(moment.toISOString()) as string;
	return writer.write((sql) => pieces.map((piece) => storePiece(sql, piece, now)));
}

function storePiece(sql: Statements, { file, told }: Piece, now: string): Applied {
	const { sessions, lastSession, malformed, unknown, progress } = told;
	const before = file.session ?? sessionOfPath(file.path);
	const id = ensureRow(sql, file, now);
	const conversations = sessions.map((update) =>
		storeConversation(sql, file.source, update.session ?? before, update, now),
	);
	const session = lastSession ?? conversations.at(0)?.session ?? file.session;
	const conversation = conversations.find((one) => one.session === session)?.id ?? null;
	storeProgress(sql, id, progress, { malformed, unknown, conversation, now });
	const sum = (of: "added" | "orders") => conversations.reduce((total, one) => total + one[of], 0);
	return { id, conversations, session, added: sum("added"), orders: sum("orders"), malformed };
}
