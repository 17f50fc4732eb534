import { mkdirSync, type Stats } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { type FSWatcher, watch } from "chokidar";
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
 * would go blind), and `poll()` for file systems that do not report changes.
 */
export class StatusWatcher {
	/** Resolves when changes are being watched for. */
	readonly ready: Promise<void>;
	private readonly watcher: FSWatcher;
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
		this.watcher = watch(folder, {
			depth: 0,
			ignoreInitial: true,
			atomic: false,
			ignored: (candidate) => candidate !== folder && candidate !== path,
		});
		this.watcher
			.on("add", () => this.read())
			.on("change", () => this.read())
			// chokidar drops a change within 50 ms of the one before, which may be the last word for a while.
			.on("raw", (_event, changed) => {
				if (basename(String(changed)) === basename(path)) void this.read();
			})
			.on("error", onError);
		this.ready = new Promise((resolve) => this.watcher.once("ready", resolve));
	}

	/** When the file was last written, in wall-clock milliseconds; null when there is none. */
	async writtenAt(): Promise<number | null> {
		return (await stat(this.path).catch(() => null))?.mtimeMs ?? null;
	}

	/** Looks at the file if it changed since last read. */
	async poll(): Promise<void> {
		if (((await this.writtenAt()) ?? -1) !== this.lastMtime) await this.read();
	}

	/** Forgets what was read: the next instance speaks for itself, and may have done so already. */
	reset(): void {
		this.last = null;
		this.lastMtime = -1;
	}

	async close(): Promise<void> {
		await this.watcher.close();
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
