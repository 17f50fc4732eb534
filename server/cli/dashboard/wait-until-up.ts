import { watch } from "node:fs";
import { takeOwnership } from "../../config/ownership.ts";
import type { Paths } from "../../config/paths.ts";
import { findDashboard, type Running } from "./find.ts";

/** A cold start takes about a second; a busy small machine needs several. */
export const READY_MS = 30_000;
/** How often to look when the file system announces nothing. */
const LOOK_MS = 100;

export interface Patience {
	withinMs: number;
	/** Settles when the process that is to become the dashboard has ended: then there is nothing to wait for. */
	ended?: Promise<unknown>;
	/** Waits for the one that lives now, and no longer than it does. */
	whileItLives?: boolean;
}

/** Resolves with the dashboard once it answers; with null when it ended before, or when the time is over. */
export async function waitUntilUp(paths: Paths, { withinMs, ended, whileItLives }: Patience): Promise<Running | null> {
	const deadline = Date.now() + withinMs;
	const process = { over: false };
	void ended?.then(() => {
		process.over = true;
	});
	while (Date.now() < deadline) {
		const { over } = process;
		const found = await findDashboard(paths);
		if (found.state === "up") return found;
		// Of two that start at once one ends, and the other's dashboard is the one to wait for.
		if (found.state === "down" && (whileItLives || over) && !isOwned(paths)) return null;
		await nextChange(paths.home, over ? undefined : ended);
	}
	return null;
}

function isOwned({ owner }: Paths): boolean {
	try {
		const free = takeOwnership(owner);
		free?.release();
		return free === null;
	} catch {
		// What cannot be opened nobody holds; whoever needs it says why it cannot.
		return false;
	}
}

/** Resolves when something in the folder changes, when the process ends, or after a moment. */
function nextChange(folder: string, ended: Promise<unknown> | undefined): Promise<void> {
	return new Promise((resolve) => {
		const timer = setTimeout(done, LOOK_MS);
		const watcher = startWatching();
		void ended?.then(done);

		function done(): void {
			clearTimeout(timer);
			watcher?.close();
			resolve();
		}
		function startWatching() {
			try {
				return watch(folder, done).on("error", done);
			} catch {
				return null; // no watches left: the timer is enough
			}
		}
	});
}
