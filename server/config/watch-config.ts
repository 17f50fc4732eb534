import { readFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { watch } from "chokidar";

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
	const folder = dirname(path);
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
	const watcher = watch(folder, {
		depth: 0,
		ignoreInitial: true,
		ignored: (candidate) => candidate !== folder && candidate !== path,
	});
	watcher.on("all", settle).on("error", onError);
	watcher.on("raw", (_event, changed) => {
		if (basename(String(changed)) === basename(path)) settle();
	});
	look();
	const poll = setInterval(look, POLL_MS);
	poll.unref();
	return {
		async close() {
			clearTimeout(still);
			clearInterval(poll);
			await watcher.close();
			await telling;
		},
	};
}

/** Its text, or why it cannot be read, which is a difference as well. */
function read(path: string): Promise<string> {
	return readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => `\0${error.code}`);
}
