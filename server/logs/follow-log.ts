import { setTimeout as delay } from "node:timers/promises";
import type { DaemonPaths } from "../config/paths.ts";
import { type Chunk, LogView } from "./log-view.ts";

/** How often a log is looked at while it grows, and when it has not grown for a while. */
const LOOK_MS = { busy: 50, quiet: 250 };
const SLOWER = 1.2;

/**
 * Follows a log as it grows, across rotations. The log itself is what waits for a slow reader: nothing is read that was not
 * asked for, and what was skipped is still there.
 */
export class LogFollower {
	/** True when what comes next does not follow what came before: the log was emptied, or is another one. Until it is read. */
	restarted = false;
	private pause = LOOK_MS.busy;

	private constructor(
		private readonly view: LogView,
		private at: number,
	) {}

	/** @param from where to begin; later than the end counts as the end */
	static async open(paths: DaemonPaths, from: (view: LogView) => Promise<number> | number): Promise<LogFollower> {
		const view = await LogView.open(paths);
		try {
			return new LogFollower(view, await from(view));
		} catch (error) {
			await view.close();
			throw error;
		}
	}

	/** Where the next byte comes from. */
	get offset(): number {
		return this.at;
	}

	/** How many bytes there are to read, as of the last look. */
	get waiting(): number {
		return Math.max(0, this.view.end - this.at);
	}

	/** Resolves when there may be something to read; false when `signal` ended the waiting. */
	async next(signal: AbortSignal): Promise<boolean> {
		while (!signal.aborted) {
			if (this.waiting === 0 && (await this.view.hasNews())) {
				this.pause = LOOK_MS.busy;
				await this.look();
			}
			if (this.waiting > 0 || this.restarted) return true;
			await delay(this.pause, undefined, { signal }).catch(() => undefined); // only ever cut short by the signal
			this.pause = Math.min(this.pause * SLOWER, LOOK_MS.quiet);
		}
		return false;
	}

	/** What there is, as of the last look. */
	async *read(): AsyncGenerator<Chunk> {
		const { end } = this.view;
		this.restarted = false;
		for await (const chunk of this.view.read(this.at, end)) {
			this.at = chunk.offset + chunk.bytes.length;
			yield chunk;
		}
		// What cannot be read (a rotated file that was removed) will not come.
		this.at = Math.max(this.at, end);
	}

	/** Leaves out what comes before that offset. */
	skipTo(offset: number): void {
		this.at = Math.max(this.at, offset);
	}

	async close(): Promise<void> {
		await this.view.close();
	}

	private async look(): Promise<void> {
		const { file } = this.view;
		await this.view.measure();
		// The daemon may have another file by now: first the rest of this one.
		if (this.waiting > 0) return;
		await this.view.refresh();
		const isOther = file !== null && this.view.file !== file;
		if (!isOther && this.view.end >= this.at) return;
		if (this.at !== this.view.from) this.restarted = true;
		this.at = this.view.from;
	}
}
