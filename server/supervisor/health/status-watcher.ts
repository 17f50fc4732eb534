import { type FSWatcher, mkdirSync, type Stats, statSync, watch } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { z } from "zod";
import { readRegular } from "../../config/open-regular.ts";
import { type StatusFile, statusFileSchema } from "../../contract/status-file.ts";

/** More than this is no status; it would only cost time to parse. */
const MAX_BYTES = 1_000_000;

export interface StatusReading {
	/** The last good one; null when there was none. */
	status: StatusFile | null;
	/** Wall-clock milliseconds at which the file was last written. */
	writtenAt: number;
	/** Why the newest version cannot be used, in one sentence. */
	problem: string | null;
}

/** Reads a status file once. A missing file is no problem: a program need not write one. */
export async function readStatusFile(path: string, previous: StatusFile | null = null): Promise<StatusReading | null> {
	let stats: Stats;
	let text: string;
	try {
		stats = await stat(path);
		if (stats.size > MAX_BYTES) return unusable("it is larger than 1 MB");
		text = await readRegular(path, MAX_BYTES);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
		return {
			status: previous,
			writtenAt: Date.now(),
			problem: `The status file ${path} cannot be read (${(error as Error).message}); correct its permissions.`,
		};
	}
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return unusable("it is not complete JSON; write it to a temporary file and rename that");
	}
	const { data, error } = statusFileSchema.safeParse(value);
	if (!data) return unusable(z.prettifyError(error).replaceAll("\n", " ").replace(/^✖ /, ""));
	return { status: data, writtenAt: stats.mtimeMs, problem: null };

	function unusable(why: string): StatusReading {
		return {
			status: previous,
			writtenAt: stats.mtimeMs,
			problem: `The status file ${path} cannot be used: ${why}.${previous ? " The last good one is shown." : ""}`,
		};
	}
}

/**
 * Follows one daemon's status file: a watch on its folder (the file is replaced by rename, so a watch on the file itself
 * would go blind), and `poll()` for file systems that do not report changes. A bare watch: one that lists the folder at
 * each change of anything in it would be most of what an idle supervisor does.
 */
export class StatusWatcher {
	private readonly watcher: FSWatcher | null;
	private last: StatusReading | null = null;
	private lastMtime = -1;
	private reading: Promise<void> | null = null;
	private again = false;

	constructor(
		private readonly path: string,
		folder: string,
		private readonly onChange: (reading: StatusReading) => void,
		onError: (error: unknown) => void,
	) {
		mkdirSync(folder, { recursive: true, mode: 0o700 });
		this.watcher = watchFolder(folder, onError);
		this.watcher?.on("change", (_event, name) => {
			if (name === null || name === basename(path)) void this.read();
		});
	}

	/** When the file was last written, in wall-clock milliseconds; null when there is none, or none can be reached. */
	writtenAt(): number | null {
		try {
			// Most programs have none, and an error each second for each of them would cost more than all other looks.
			return statSync(this.path, { throwIfNoEntry: false })?.mtimeMs ?? null;
		} catch {
			return null;
		}
	}

	/** Looks at the file if it changed since last read. */
	async poll(): Promise<void> {
		if ((this.writtenAt() ?? -1) !== this.lastMtime) await this.read();
	}

	/** Forgets what was read: the next instance speaks for itself, and may have done so already. */
	reset(): void {
		this.last = null;
		this.lastMtime = -1;
	}

	async close(): Promise<void> {
		this.watcher?.close();
		await this.reading;
	}

	/** One reading at a time; changes that come meanwhile lead to one more. */
	private read(): Promise<void> {
		if (this.reading) {
			this.again = true;
			return this.reading;
		}
		this.reading = (async () => {
			do {
				this.again = false;
				const reading = await readStatusFile(this.path, this.last?.status ?? null);
				this.lastMtime = reading?.writtenAt ?? -1;
				// A file that is gone has no fault any more.
				const next = reading ?? (this.last?.problem ? { ...this.last, problem: null } : null);
				if (!next) continue;
				this.last = next;
				this.onChange(next);
			} while (this.again);
		})().finally(() => {
			this.reading = null;
		});
		return this.reading;
	}
}

/** Null when the system has no watch left to give: there is still the poll. */
function watchFolder(folder: string, onError: (error: unknown) => void): FSWatcher | null {
	try {
		return watch(folder, { persistent: false }).on("error", onError);
	} catch (error) {
		onError(error);
		return null;
	}
}
