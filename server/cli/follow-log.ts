import { mkdirSync, watch } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { basename, dirname } from "node:path";
import type { Writable } from "node:stream";
import { finished } from "node:stream/promises";

/** Network file systems announce nothing: look anyway, seldom. */
const LOOK_MS = 1_000;
const CHUNK_BYTES = 64 * 1024;

/** A log and how far it was read. It stays this very file when the log is rotated. */
export interface OpenLog {
	handle: FileHandle;
	inode: number;
	position: number;
}

/** Opens the log as read up to its present end; null when there is none. */
export async function openAtEnd(file: string): Promise<OpenLog | null> {
	const log = await openNow(file);
	return log && { ...log, position: (await log.handle.stat()).size };
}

/** Whether nothing has happened to the log since it was opened. */
export async function isUnchanged(file: string, log: OpenLog | null): Promise<boolean> {
	const other = await openIfOther(file, log);
	await other?.handle.close();
	return other === null && (await log?.handle.stat())?.size === log?.position;
}

/**
 * Copies what is appended to `file` after what `from` has read, until the process is asked to end or the reader is gone.
 * When the file is rotated, the rest of the old one comes first, then the new one from its beginning; a file that is not
 * there yet is waited for. Closes `from`.
 */
export async function followLog(file: string, from: OpenLog | null, out: Writable): Promise<void> {
	const folder = dirname(file);
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	let source = from;
	const changes = changesIn(folder, basename(file));
	const over = interruption(out);
	try {
		while (!over.signal.aborted) {
			if (source) await copyRest(source, out);
			const next = await openIfOther(file, source);
			if (next) {
				if (source) {
					await copyRest(source, out);
					await source.handle.close();
				}
				source = next;
			} else await changes.next(over.signal);
		}
	} finally {
		changes.close();
		await source?.handle.close();
	}
}

async function openNow(file: string): Promise<OpenLog | null> {
	try {
		const handle = await open(file, "r");
		return { handle, inode: (await handle.stat()).ino, position: 0 };
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
		throw error;
	}
}

/** The file as it is now, when that is another than `source`. */
async function openIfOther(file: string, source: OpenLog | null): Promise<OpenLog | null> {
	const now = await openNow(file);
	if (!now || now.inode !== source?.inode) return now;
	await now.handle.close();
	return null;
}

async function copyRest(source: OpenLog, out: Writable): Promise<void> {
	const { size } = await source.handle.stat();
	// Emptied in place: what is in it now is new.
	if (size < source.position) source.position = 0;
	const buffer = Buffer.alloc(CHUNK_BYTES);
	for (;;) {
		const { bytesRead } = await source.handle.read(buffer, 0, CHUNK_BYTES, source.position);
		if (bytesRead === 0) return;
		source.position += bytesRead;
		const chunk = Buffer.from(buffer.subarray(0, bytesRead));
		await new Promise<void>((resolve) => out.write(chunk, () => resolve()));
	}
}

/** Tells that something happened to the file, or that it is time to look. */
function changesIn(folder: string, name: string): { next(signal: AbortSignal): Promise<void>; close(): void } {
	let changed = false;
	let wake = () => {};
	const watcher = watch(folder, (_event, file) => {
		if (file !== null && file !== name) return;
		changed = true;
		wake();
	});
	watcher.on("error", () => wake());
	return {
		async next(signal) {
			if (!changed) {
				await new Promise<void>((resolve) => {
					const timer = setTimeout(resolve, LOOK_MS);
					wake = () => {
						clearTimeout(timer);
						resolve();
					};
					signal.addEventListener("abort", wake, { once: true });
					if (signal.aborted) wake();
				});
			}
			changed = false;
		},
		close: () => watcher.close(),
	};
}

function interruption(out: Writable): AbortController {
	const controller = new AbortController();
	for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => controller.abort());
	// `nightshift logs -f | head` closes the pipe when it has enough.
	void finished(out, { readable: false }).then(
		() => controller.abort(),
		() => controller.abort(),
	);
	return controller;
}
