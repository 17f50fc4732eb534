import type { DaemonPaths } from "../config/paths.ts";
import type { DaemonConfig } from "../config/types.ts";
import { fileMark } from "./file-mark.ts";
import { readSupervision, type Supervision, writeSupervision } from "./records.ts";

/** They outlive this process, and need not outlast a power cut. */
const COUNTERS = { durable: false };

export type SavedHold = NonNullable<Supervision["hold"]>;

/**
 * What the person wants of a daemon and how it has gone, kept in `supervision.json`. Failures are aged by the monotonic
 * clock while the dashboard lives, and by the wall clock only across its restarts.
 */
export class Tally {
	desired: "up" | "down" = "down";
	/** Automatic restarts since a person last started it. */
	restarts = 0;
	/** Failures in a row. */
	failures = 0;
	/** Why it is not started by itself although it is wanted up. */
	hold: SavedHold | null = null;
	/** False until something was recorded: the configuration's `autostart` decides then. */
	recorded = false;
	/** Why what was recorded last is not on disk, in one sentence: it would not outlive the dashboard. */
	problem: string | null = null;
	/** Marks the file as it was last written or read here; null when it is not there as it should be. */
	private mark: string | null = null;
	private writes = 0;
	/** Of `performance.now()`. */
	private failureTimes: number[] = [];
	private writing: Promise<void> = Promise.resolve();
	/** The same, up to the last wish. */
	private writingWishes: Promise<void> = Promise.resolve();

	constructor(
		private readonly paths: DaemonPaths,
		private readonly onWriteError: (error: unknown) => void,
	) {}

	async load(): Promise<void> {
		// Before it is read: what is written in between is another file, and read as one that was changed.
		const mark = fileMark(this.paths.supervision);
		const saved = await readSupervision(this.paths);
		if (!saved) return;
		this.mark = mark;
		this.recorded = true;
		this.desired = saved.desired;
		this.restarts = saved.restarts;
		this.failures = saved.failures;
		this.hold = saved.hold;
		const now = { wall: Date.now(), steady: performance.now() };
		this.failureTimes = saved.failureTimes.map((at) => now.steady - Math.max(0, now.wall - at));
	}

	/** A person starts or restarts it: everything begins anew. */
	startAnew(): void {
		this.desired = "up";
		this.restarts = 0;
		this.failures = 0;
		this.failureTimes = [];
		this.hold = null;
		this.save();
	}

	/** It runs and nothing is recorded, or nothing readable: what runs is wanted. */
	assumeUp(): void {
		this.desired = "up";
		this.save();
	}

	wantDown(): void {
		this.desired = "down";
		this.hold = null;
		this.save();
	}

	keepHold(hold: SavedHold): void {
		this.hold = hold;
		this.save();
	}

	/** @returns the failures within the limit's window, this one included */
	addFailure(restart: DaemonConfig["restart"]): number {
		const now = performance.now();
		this.failures += 1;
		this.failureTimes = [...this.failureTimes.filter((at) => now - at < restart.limit.withinMs), now];
		this.save(COUNTERS);
		return this.failureTimes.length;
	}

	addRestart(): void {
		this.restarts += 1;
		this.save(COUNTERS);
	}

	/** It has been up long enough to count as mended. The window keeps its failures: it slides by itself. */
	becomeStable(): void {
		if (this.failures === 0) return;
		this.failures = 0;
		this.save(COUNTERS);
	}

	/** Resolves when what was wished so far is on disk. */
	wishesSaved(): Promise<void> {
		return this.writingWishes;
	}

	/** Resolves when the counters are there as well. */
	saved(): Promise<void> {
		return this.writing;
	}

	/**
	 * Once a second: writes again what could not be written, and what somebody deleted, cut short or changed. Without it the
	 * next dashboard would not know what is wanted.
	 */
	guard(): void {
		if (this.writes > 0 || !this.recorded) return;
		if (this.problem || this.mark === null || fileMark(this.paths.supervision) !== this.mark) this.save();
	}

	private save({ durable } = { durable: true }): void {
		this.recorded = true;
		const wallOfZero = Date.now() - performance.now();
		const snapshot: Supervision = {
			v: 1,
			desired: this.desired,
			restarts: this.restarts,
			failures: this.failures,
			failureTimes: this.failureTimes.map((at) => Math.round(wallOfZero + at)),
			hold: this.hold,
		};
		this.writing = this.writing.then(() => this.write(snapshot, durable));
		if (durable) this.writingWishes = this.writing;
	}

	private async write(snapshot: Supervision, durable: boolean): Promise<void> {
		this.writes += 1;
		try {
			await writeSupervision(this.paths, snapshot, durable);
			this.mark = fileMark(this.paths.supervision);
			this.problem = null;
		} catch (error) {
			if (!this.problem) this.onWriteError(error);
			this.problem = `What you want of it could not be written to ${this.paths.supervision} (${(error as NodeJS.ErrnoException).code}) and would be forgotten with the dashboard; free some space or correct the permissions.`;
		} finally {
			this.writes -= 1;
		}
	}
}
