import { constants } from "node:fs";
import { access, type FileHandle, open, readFile, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { NightshiftError } from "../../contract/errors.ts";
import { versionOf } from "../read-roadmap.ts";
import { keepBackup } from "./backups.ts";
import { removeTemporaries, STALE_AFTER_MS, temporaryBeside } from "./temporary-files.ts";

export interface RoadmapWrite {
	/** What it must be until now: see `versionOf`. */
	version: string;
	text: string;
	/** The folder for what was there before; null keeps none. */
	backups: string | null;
}

/** One write of a file after the other, within this process. */
const turns = new Map<string, Promise<unknown>>();

/**
 * Replaces the text of a roadmap file: by a temporary file beside it, made durable and renamed, with its mode and owner. Of
 * a symbolic link the file it leads to is written.
 *
 * @throws NightshiftError `version-conflict` when the file is not as it was; `bad-request` when it may not be written. Then
 * nothing was changed.
 */
export async function writeRoadmap(file: string, write: RoadmapWrite): Promise<void> {
	const target = await realpath(file).catch((error: unknown) => Promise.reject(unwritable(file, error)));
	const before = turns.get(target) ?? Promise.resolve();
	const turn = before.catch(() => undefined).then(() => replace(target, write)); // whoever went before was told
	turns.set(target, turn);
	try {
		await turn;
	} finally {
		if (turns.get(target) === turn) turns.delete(target);
	}
}

async function replace(file: string, { version, text, backups }: RoadmapWrite): Promise<void> {
	const bytes = Buffer.from(text);
	if (bytes.toString() !== text) {
		throw new NightshiftError("bad-request", "The text has half a character in it; write that part again.");
	}
	const present = await readUnchanged(file, version);
	if (backups !== null) await keepBackup(backups, basename(file), present);
	await removeTemporaries(file, STALE_AFTER_MS);
	const temporary = temporaryBeside(file);
	try {
		await writeLike(file, temporary, bytes);
		// The last moment: whoever saved the file while ours was written keeps what they wrote.
		await readUnchanged(file, version);
		await rename(temporary, file);
	} catch (error) {
		await rm(temporary, { force: true });
		throw error instanceof NightshiftError ? error : unwritable(file, error);
	}
	await makeDurable(dirname(file));
}

async function readUnchanged(file: string, version: string): Promise<Buffer> {
	try {
		await access(file, constants.R_OK | constants.W_OK);
		const bytes = await readFile(file);
		if (versionOf(bytes) === version) return bytes;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw unwritable(file, error);
	}
	throw new NightshiftError("version-conflict", `${file} has changed meanwhile; nothing was written: look again.`);
}

async function writeLike(file: string, temporary: string, bytes: Buffer): Promise<void> {
	const { mode, uid, gid } = await stat(file);
	const handle = await open(temporary, "wx", mode & 0o777);
	try {
		await handle.writeFile(bytes);
		await handle.chmod(mode & 0o7777);
		await keepOwner(handle, uid, gid);
		await handle.sync();
	} finally {
		await handle.close();
	}
}

/** Only a member may give a file to a group, and nobody to another user: then it is this person's. */
async function keepOwner(handle: FileHandle, uid: number, gid: number): Promise<void> {
	const own = await handle.stat();
	if (own.uid === uid && own.gid === gid) return;
	await handle.chown(uid, gid).catch((error: NodeJS.ErrnoException) => {
		if (error.code !== "EPERM") throw error;
	});
}

/** Windows has no such thing for folders. */
async function makeDurable(folder: string): Promise<void> {
	if (process.platform === "win32") return;
	const handle = await open(folder, "r");
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}

function unwritable(file: string, error: unknown): NightshiftError {
	const { code = "unknown error" } = error as NodeJS.ErrnoException;
	const what = code === "ENOSPC" ? "because the disk is full" : `the system says ${code}`;
	const sentence = `${file} cannot be written (${what}); nothing was changed. Give yourself permission to it and its folder, or edit it by hand.`;
	return new NightshiftError("bad-request", sentence, {}, { cause: error });
}
