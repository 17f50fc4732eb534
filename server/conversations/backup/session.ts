import { NightshiftError } from "../../contract/errors.ts";
import type { Database } from "../../db/open.ts";
import { readZone } from "../../handover/read-zone.ts";
import { Backup } from "./backup.ts";
import type { IndexEntry } from "./forms.ts";
import { loadIndex } from "./index-file.ts";
import { RecordSnapshot } from "./snapshot.ts";
import { withWriteLock } from "./write-lock.ts";

export interface BackupOptions {
	/** Where the files go: `chats` of the state directory; made when it is missing. */
	folder: string;
	now?: Date;
	/** IANA: by its midnights days begin; else the person's, else the machine's. */
	zone?: string;
	/** How long another writer is waited for, in ms. */
	patienceMs?: number;
}

/** What writing needs, while nobody else writes into the folder. */
export interface Session {
	backup: Backup;
	snapshot: RecordSnapshot;
	now: Date;
	zone: string;
}

/**
 * Does `work` as the only writer, with the index as it is and the record as it is now.
 * @throws NightshiftError and nothing else
 */
export async function withBackup<T>(
	db: Database,
	{ folder, now = new Date(), zone, patienceMs }: BackupOptions,
	work: (session: Session) => Promise<T>,
): Promise<T> {
	const days = zone ?? (await readZone(db));
	const write = async () => {
		const index = await loadIndex(folder, now);
		const snapshot = await RecordSnapshot.open(db.path);
		try {
			return await work({ backup: new Backup(folder, snapshot, index, now), snapshot, now, zone: days });
		} finally {
			snapshot.close();
		}
	};
	try {
		return await withWriteLock(folder, write, patienceMs);
	} catch (error) {
		if (error instanceof NightshiftError) throw error;
		// Whoever keeps the record goes on keeping it, whatever becomes of its backups.
		const sentence = `The backups in ${folder} could not be written, because of a fault in Nightshift; its log has the details.`;
		throw new NightshiftError("internal", sentence, { folder }, { cause: error });
	}
}

/** Notes in the record when each conversation was backed up last. */
export async function noteBackups(db: Database, entries: ReadonlyMap<number, IndexEntry>): Promise<void> {
	const backups = [...entries].map(([id, { backedUpAt }]) => ({ id, backedUpAt: new Date(backedUpAt) }));
	if (backups.length === 0) return;
	await db.write(async ({ conversation }) => {
		for (const { id, backedUpAt } of backups) {
			const where = { id, OR: [{ backedUpAt: null }, { backedUpAt: { not: backedUpAt } }] };
			await conversation.updateMany({ where, data: { backedUpAt } });
		}
	});
}
