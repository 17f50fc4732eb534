import { mkdirSync, watch } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { basename, dirname } from "node:path";
import type { Writable } from "node:stream";
import { finished } from "node:stream/promises";

/** Network file systems announce nothing: look anyway, seldom. */
const LOOK_MS = 1_000;
const CHUNK_BYTES = 64 * 1024;

/**
 * Copies what is appended to `file` from now on, until the process is asked to end or the reader is gone. When the file
 * is rotated, the rest of the old one comes first, then the new one from its beginning; a file that is not there yet is
 * waited for.
 */
export async function followLog(file: string, out: Writable): Promise<void> {
	const folder = dirname(file);
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	let source = await openAt(file, "end");
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

interface Source {
	handle: FileHandle;
	inode: number;
	position: number;
}

async function openAt(file: string, where: "start" | "end"): Promise<Source | null> {
	try {
		const handle = await open(file, "r");
		const { ino, size } = await handle.stat();
		return { handle, inode: ino, position: where === "end" ? size : 0 };
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
		throw error;
	}
}

/** The file as it is now, when that is another than `source`. */
async function openIfOther(file: string, source: Source | null): Promise<Source | null> {
	const now = await openAt(file, "start");
	if (!now || now.inode !== source?.inode) return now;
	await now.handle.close();
	return null;
}

async function copyRest(source: Source, out: Writable): Promise<void> {
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
