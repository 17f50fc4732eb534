import { open } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { takeOwnership } from "../../config/ownership.ts";
import { NightshiftError } from "../../contract/errors.ts";
import { Turn } from "../../db/turn.ts";
import { LOCK_FILE } from "./file-names.ts";
import { failure, makeFolder } from "./files.ts";

/** Writing a day of long conversations takes seconds. */
const PATIENCE_MS = 60_000;
const PAUSE_MS = 25;

/**
 * Does `work` as the only one who writes into the folder, which is made when it is missing (0700). Whoever else writes, in
 * this process or another, is waited for; the kernel frees the lock of one that dies.
 * @throws NightshiftError `timeout` when another one writes for longer than `patienceMs`; `config-invalid` when the
 * folder cannot be used
 */
export async function withWriteLock<T>(folder: string, work: () => Promise<T>, patienceMs = PATIENCE_MS): Promise<T> {
	return turnOf(folder).take(async () => {
		await makeFolder(folder);
		const ownership = await take(join(folder, LOCK_FILE), performance.now() + patienceMs);
		try {
			return await work();
		} finally {
			ownership.release();
		}
	});
}

/** Within this process writers come in the order of asking: a backup waits for one day of an outage, not for all of them. */
const turns = new Map<string, Turn>();

function turnOf(folder: string): Turn {
	const turn = turns.get(folder) ?? new Turn();
	turns.set(folder, turn);
	return turn;
}

async function take(path: string, until: number) {
	try {
		// For its owner alone from its first moment.
		await (await open(path, "a", 0o600)).close();
		for (;;) {
			const ownership = takeOwnership(path);
			if (ownership) return ownership;
			if (performance.now() > until) {
				const sentence = `Another program of Nightshift is still writing backups beside ${path}; try again when it is done.`;
				throw new NightshiftError("timeout", sentence, { path });
			}
			await delay(PAUSE_MS);
		}
	} catch (error) {
		throw failure(error, path);
	}
}
