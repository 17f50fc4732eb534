import type { DaemonPaths } from "../../config/paths.ts";
import type { StatusFile } from "../../contract/status-file.ts";
import { type StatusReading, StatusWatcher } from "./status-watcher.ts";

/** What one instance says of itself, and how long ago: its status file, followed from start to end. */
export class Heartbeat {
	status: StatusFile | null = null;
	/** Wall-clock milliseconds of the last heartbeat. */
	at: number | null = null;
	/** Why the newest status file could not be used. */
	fileProblem: string | null = null;
	private instance: string | null = null;
	/** What was written later than this is this instance's, when it does not name one. Wall-clock milliseconds. */
	private since = 0;
	/** Of `performance.now()`, as all times here: a clock that is set must not make a daemon look hung. */
	private seenAt: number | null = null;
	private progressAt: number | null = null;
	private excusedAt = Number.NEGATIVE_INFINITY;
	private readonly watcher: StatusWatcher;

	constructor(
		paths: DaemonPaths,
		private readonly onBeat: () => void,
		/** How what it says may be shown. */
		private readonly present: (status: StatusFile) => StatusFile,
		onError: (error: unknown) => void,
	) {
		this.watcher = new StatusWatcher(paths.status, paths.dir, (reading) => this.take(reading), onError);
	}

	/** When the file of an instance that has ended was written: to be asked before the next is started. */
	lastWritten(): number | null {
		return this.watcher.writtenAt();
	}

	/**
	 * Listens to this instance from now on; what it has written already counts.
	 *
	 * @param since what was written up to this moment, and names no instance, is an earlier one's
	 */
	async follow(instance: string, since: number): Promise<void> {
		this.forget();
		this.instance = instance;
		this.since = since;
		await this.watcher.poll();
	}

	forget(): void {
		this.instance = null;
		this.status = null;
		this.at = null;
		this.seenAt = null;
		this.progressAt = null;
		this.fileProblem = null;
		this.watcher.reset();
	}

	/** Milliseconds since the last heartbeat; null when there was none. */
	get sinceBeatMs(): number | null {
		return this.seenAt === null ? null : performance.now() - this.seenAt;
	}

	/** Milliseconds since the progress counter changed, or a task began; null when it has no counter. */
	get sinceProgressMs(): number | null {
		return this.progressAt === null ? null : performance.now() - this.progressAt;
	}

	/** The machine slept: silence during that time is nobody's fault, and the next beat is awaited from now on. */
	excuse(): void {
		const now = performance.now();
		this.excusedAt = now;
		if (this.seenAt !== null) this.seenAt = now;
		if (this.progressAt !== null) this.progressAt = now;
	}

	/** Looks for what events did not report. */
	async poll(): Promise<void> {
		if (this.instance !== null) await this.watcher.poll();
	}

	close(): Promise<void> {
		return this.watcher.close();
	}

	private take({ status, writtenAt, problem }: StatusReading): void {
		if (this.instance === null) return;
		// A program that does not name its instance is believed when it wrote since this one was started.
		// So is a file that cannot be used: the status that comes with it is an older one.
		const named = problem ? null : status?.instance;
		const ours = named ? named === this.instance : writtenAt > this.since;
		const mended = this.fileProblem !== null && problem === null;
		if (mended) this.fileProblem = null;
		if (!ours) {
			if (mended) this.onBeat();
			return;
		}
		this.fileProblem = problem;
		if (status && !problem) this.believe(status, writtenAt);
		this.onBeat();
	}

	private believe(status: StatusFile, writtenAt: number): void {
		const writtenAgo = Math.max(0, Math.min(Date.now() - writtenAt, performance.now()));
		// What was written before a sleep may only be read now.
		const steady = Math.max(performance.now() - writtenAgo, this.excusedAt);
		const moved = status.progressCounter !== this.status?.progressCounter || status.activity !== this.status?.activity;
		if (typeof status.progressCounter !== "number") this.progressAt = null;
		else if (moved || this.progressAt === null) this.progressAt = steady;
		this.status = this.present(status);
		this.at = writtenAt;
		this.seenAt = steady;
	}
}
