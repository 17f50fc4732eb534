import type { RecordRedactor } from "../../redact/record-redactor.ts";
import type { Change } from "../../transcripts/changes.ts";
import { cleanCarry } from "./clean-carry.ts";
import { cleanUpdates } from "./clean-turns.ts";
import { foldChanges } from "./fold.ts";
import type { RecordWriter } from "./record-writer.ts";
import { type StoredConversation, storeConversation } from "./store-conversation.ts";
import { ensureRow, type Progress, sessionOfPath, storeProgress, type TrackedFile } from "./tracked-files.ts";
import { timeOf } from "./turn-state.ts";

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

/**
 * Stores what a batch of lines of one transcript told, together with how far the transcript was read: all of it or nothing,
 * in one transaction. Secrets are taken out and long texts cut before. Told twice, it changes nothing.
 *
 * @throws NightshiftError `database-unavailable`
 */
export async function applyChanges(
	writer: RecordWriter,
	file: TrackedFile,
	changes: readonly Change[],
	progress: Progress,
	{ redact, now = new Date() }: { redact: RecordRedactor; now?: Date },
): Promise<Applied> {
	const { sessions, lastSession, malformed, unknown } = foldChanges(changes);
	await cleanUpdates(sessions, redact);
	const carry = await cleanCarry(progress.carry, redact);
	const before = file.session ?? sessionOfPath(file.path);
	const at = timeOf(now.toISOString()) as string;
	return writer.write((sql) => {
		const id = ensureRow(sql, file, at);
		const conversations = sessions.map((update) =>
			storeConversation(sql, file.source, update.session ?? before, update, at),
		);
		const session = lastSession ?? conversations.at(0)?.session ?? file.session;
		const conversation = conversations.find((one) => one.session === session)?.id ?? null;
		storeProgress(sql, id, { ...progress, carry }, { malformed, unknown, conversation, now: at });
		const sum = (of: "added" | "orders") => conversations.reduce((total, one) => total + one[of], 0);
		return { id, conversations, session, added: sum("added"), orders: sum("orders"), malformed };
	});
}
