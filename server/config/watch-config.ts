import { type FSWatcher, watch } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, dirname } from "node:path";

/** An editor may write in several steps; a file that has been still for this long is complete. */
const STILL_MS = 100;
/** For file systems that do not report changes. */
const POLL_MS = 5_000;

export interface ConfigWatch {
	close(): Promise<void>;
}

/**
 * Tells when the text of `config.json` has changed, also when it is replaced by rename, gone, or there again. Several
 * changes at once are told once; the next is told when `onChange` has ended.
 *
 * @param loaded the text that is in force: what differs from it is told also when it was written before this began
 */
export function watchConfig(
	path: string,
	loaded: string | null | undefined,
	onChange: () => Promise<void>,
	onError: (error: unknown) => void,
): ConfigWatch {
	let known = typeof loaded === "string" ? Promise.resolve(loaded) : read(path);
	let still: NodeJS.Timeout | undefined;
	let telling = Promise.resolve();
	const look = () => {
		telling = telling
			.then(async () => {
				const text = await read(path);
				if (text === (await known)) return;
				known = Promise.resolve(text);
				await onChange();
			})
			.catch(onError);
	};
	const settle = () => {
		clearTimeout(still);
		still = setTimeout(look, STILL_MS);
	};
	const watcher = watchFolder(dirname(path), basename(path), settle, onError);
	look();
	const poll = setInterval(look, POLL_MS);
	poll.unref();
	return {
		async close() {
			clearTimeout(still);
			clearInterval(poll);
			watcher?.close();
			await telling;
		},
	};
}

/**
 * The folder, because editors replace the file. The database is in it too: whatever looked around there at each change, as
 * chokidar does, would do so at each commit.
 *
 * @returns null where the system does not watch it: it is read now and then in any case
 */
function watchFolder(
	folder: string,
	file: string,
	onChange: () => void,
	onError: (error: unknown) => void,
): FSWatcher | null {
	try {
		const watcher = watch(folder, (_event, name) => {
			if (name === null || name === file) onChange();
		});
		return watcher.on("error", onError);
	} catch (error) {
		onError(error);
		return null;
	}
}

/** Its text, or why it cannot be read, which is a difference as well. */
function read(path: string): Promise<string> {
	return readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => `\0${error.code}`);
}
