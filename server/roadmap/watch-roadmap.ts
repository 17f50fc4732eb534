import { dirname, join, resolve } from "node:path";
import { watch } from "chokidar";
import { ROADMAP_PLACES } from "./read-roadmap.ts";
import { markOf } from "./roadmap-cache.ts";

/** An editor may write in several steps; a file that has been still for this long is complete. */
const STILL_MS = 100;
/** For file systems that do not report changes, and for those that the watcher lost. */
const POLL_MS = 3_000;

/**
 * Tells when the roadmap of a repository is not as it was: changed, replaced by rename, gone, there again, or in another of
 * its places. Several changes at once are told once. Ends with the returned function.
 */
export function watchRoadmap(
	workspace: string,
	onChange: () => void,
	onError: (error: unknown) => void,
): () => Promise<void> {
	const folder = resolve(workspace);
	const files = ROADMAP_PLACES.map((place) => join(folder, place));
	const watched = new Set([...files, ...files.map((file) => dirname(file))]);
	let known = marksOf(files);
	let still: NodeJS.Timeout | undefined;
	const look = () => {
		const before = known;
		known = before.then(async (marks) => {
			const now = await marksOf(files);
			if (now !== marks) onChange();
			return now;
		});
	};
	const settle = () => {
		clearTimeout(still);
		still = setTimeout(look, STILL_MS);
	};
	// The folders and not the files: a file that is replaced is another one, and the watcher passes over changes that follow
	// one another closely. What it says is only a reason to look.
	const watcher = watch(folder, { ignoreInitial: true, ignored: (candidate) => !watched.has(candidate) });
	// Once it is ready for what changed while it got ready.
	watcher.on("all", settle).on("raw", settle).on("ready", settle).on("error", onError);
	const poll = setInterval(look, POLL_MS);
	poll.unref();
	return async () => {
		clearTimeout(still);
		clearInterval(poll);
		await watcher.close();
		await known;
	};
}

async function marksOf(files: readonly string[]): Promise<string> {
	return (await Promise.all(files.map(markOf))).join(" ");
}
