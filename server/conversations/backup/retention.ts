import { rm } from "node:fs/promises";
import { join } from "node:path";
import { DAY_NAME, damagedAt } from "./file-names.ts";
import { guard, namesIn } from "./files.ts";
import { loadIndex, saveIndex } from "./index-file.ts";
import { withWriteLock } from "./write-lock.ts";

export interface RetentionOptions {
	folder: string;
	/** What was written longer ago goes; null: nothing does. */
	keepMs: number | null;
	now?: Date;
	patienceMs?: number;
}

/**
 * Removes backups that were written too long ago, with their entries in the index, and what was set aside as damaged by then.
 * The record in the database stays, and so does every file in the folder that is not one of ours.
 * @returns the names of what was removed
 * @throws NightshiftError `config-invalid`, `timeout`
 */
export async function removeOldBackups(options: RetentionOptions): Promise<string[]> {
	const { folder, keepMs, now = new Date(), patienceMs } = options;
	if (keepMs === null) return [];
	const oldest = now.getTime() - keepMs;
	const isOld = (at: string) => Date.parse(at) < oldest;
	const remove = (name: string) => guard(join(folder, name), () => rm(join(folder, name), { force: true }));
	return withWriteLock(
		folder,
		async () => {
			const index = await loadIndex(folder, now);
			const logs = index.conversations.filter(({ backedUpAt }) => isOld(backedUpAt));
			const days = index.days.filter(({ file, writtenAt }) => DAY_NAME.test(file) && isOld(writtenAt));
			const gone = [...logs, ...days].map(({ file }) => file);
			for (const name of gone) await remove(name);
			// What is not there has no entry: a crash before this line leaves an index that says too much, and is put right.
			index.conversations = index.conversations.filter((one) => !logs.includes(one));
			index.days = index.days.filter((one) => !days.includes(one));
			if (gone.length > 0) await saveIndex(folder, index);
			for (const name of await namesIn(folder)) {
				const at = damagedAt(name);
				if (at === null || at >= oldest) continue;
				await remove(name);
				gone.push(name);
			}
			return gone;
		},
		patienceMs,
	);
}
