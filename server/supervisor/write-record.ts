import { mkdir, open, rename } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Writes a record by temp file and rename, readable by the owner alone: whoever reads it finds the old one or the new one,
 * whole. With a third of the steps that write-file-atomic takes, because each restart waits for them. Calls for one path
 * must not overlap; then the temporary name can be fixed, and a supervisor that is killed leaves no more than one behind.
 *
 * @param durable whether it must outlast a power cut as well
 */
export async function writeRecord(path: string, value: unknown, { durable }: { durable: boolean }): Promise<void> {
	const temporary = `${path}.tmp`;
	const file = await openNew(temporary);
	try {
		await file.writeFile(`${JSON.stringify(value)}\n`);
		if (durable) await file.sync();
	} finally {
		await file.close();
	}
	await rename(temporary, path);
}

async function openNew(path: string) {
	try {
		return await open(path, "w", 0o600);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
		await mkdir(dirname(path), { recursive: true, mode: 0o700 });
		return open(path, "w", 0o600);
	}
}
