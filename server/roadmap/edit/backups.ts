import { mkdir, open, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { unwritable } from "../../config/state-directory.ts";

/** How many versions of a roadmap are kept. */
const KEPT = 20;
const BACKUP = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z(?:-\d+)?-/;

/**
 * Keeps what a file was before an edit, under the time of now, and removes the oldest ones.
 * @throws NightshiftError `config-invalid` when the state directory cannot be written
 */
export async function keepBackup(folder: string, name: string, bytes: Buffer): Promise<void> {
	try {
		await mkdir(folder, { recursive: true, mode: 0o700 });
		await writeNew(folder, name, bytes);
		const backups = (await readdir(folder)).filter((one) => BACKUP.test(one)).sort();
		await Promise.all(backups.slice(0, -KEPT).map((one) => rm(join(folder, one), { force: true })));
	} catch (error) {
		throw unwritable(folder, error);
	}
}

/** Two within one millisecond are numbered. */
async function writeNew(folder: string, name: string, bytes: Buffer): Promise<void> {
	const moment = new Date().toISOString().replaceAll(":", "-");
	for (let number = 0; ; number++) {
		const file = join(folder, `${moment}${number === 0 ? "" : `-${number}`}-${name}`);
		try {
			const handle = await open(file, "wx", 0o600);
			try {
				await handle.writeFile(bytes);
				await handle.sync();
			} finally {
				await handle.close();
			}
			return;
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
		}
	}
}
