import { chmod, lstat, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { NightshiftError } from "../../contract/errors.ts";
import { syncFolder } from "../../logs/segments.ts";
import { explainSystemFailure } from "../../system-failure.ts";
import { isUnfinished, unfinishedName } from "./file-names.ts";

const BUFFERED = 256 * 1024;

/**
 * Writes a file as a whole or not at all, for its owner alone: into one beside it, which takes its place once it is on
 * the disk. Memory stays bounded, however much comes.
 * @returns its length in bytes
 * @param isWanted asked when all is written; false: what was there stays as it is
 * @throws NightshiftError `config-invalid` when the disk is full or the folder may not be written; then nothing is left
 */
export async function writeWhole(
	path: string,
	parts: AsyncIterable<string> | Iterable<string>,
	isWanted: () => boolean = () => true,
): Promise<number> {
	const temporary = join(dirname(path), unfinishedName());
	try {
		const file = await guard(path, () => open(temporary, "wx", 0o600));
		let bytes: number;
		try {
			bytes = await writeParts(path, file, parts);
			await guard(path, () => file.sync());
		} finally {
			await file.close();
		}
		if (!isWanted()) {
			await rm(temporary, { force: true });
			return bytes;
		}
		await guard(path, () => rename(temporary, path));
		await guard(path, () => syncFolder(dirname(path)));
		return bytes;
	} catch (error) {
		await rm(temporary, { force: true });
		throw error;
	}
}

async function writeParts(
	path: string,
	file: { writeFile(text: string): Promise<void> },
	parts: AsyncIterable<string> | Iterable<string>,
): Promise<number> {
	let bytes = 0;
	let buffered: string[] = [];
	let length = 0;
	const flush = async () => {
		const text = buffered.join("");
		buffered = [];
		length = 0;
		bytes += Buffer.byteLength(text);
		await guard(path, () => file.writeFile(text));
	};
	for await (const part of parts) {
		buffered.push(part);
		length += part.length;
		if (length >= BUFFERED) await flush();
	}
	await flush();
	return bytes;
}

/** Makes the folder, or closes the one that is there to others. */
export async function makeFolder(folder: string): Promise<void> {
	await guard(folder, async () => {
		await mkdir(folder, { recursive: true, mode: 0o700 });
		// What a link leads to is somebody's choice, and may be a folder of others.
		const facts = await lstat(folder);
		if (process.platform === "win32" || facts.isSymbolicLink()) return;
		if ((facts.mode & 0o077) !== 0) await chmod(folder, 0o700);
	});
}

/** The names in the folder, without what was being written when its writer was killed: that is removed. */
export async function namesIn(folder: string): Promise<string[]> {
	return guard(folder, async () => {
		const names = await readdir(folder);
		for (const name of names.filter(isUnfinished)) await rm(join(folder, name), { force: true });
		return names.filter((name) => !isUnfinished(name));
	});
}

/** Its length in bytes; null: there is no such file. */
export async function sizeOf(path: string): Promise<number | null> {
	try {
		const facts = await stat(path);
		return facts.isFile() ? facts.size : null;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
		throw failure(error, path);
	}
}

/** Whether anything at all is there under that name. */
export async function isTaken(path: string): Promise<boolean> {
	try {
		await lstat(path);
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
		throw failure(error, path);
	}
}

/** Does `work`; what the system refuses becomes one sentence about `path`, which is not the one that is written to meanwhile. */
export async function guard<T>(path: string, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		throw failure(error, path);
	}
}

export function failure(error: unknown, path: string): unknown {
	if (error instanceof NightshiftError || !(error instanceof Error)) return error;
	const { code = "" } = error as NodeJS.ErrnoException;
	const sentence =
		explainSystemFailure(Object.assign(new Error(), { code, path })) ??
		(code === "" ? null : `${path} cannot be written (${code}): look what stands in its place, and try again.`);
	return sentence ? new NightshiftError("config-invalid", sentence, { path }, { cause: error }) : error;
}
