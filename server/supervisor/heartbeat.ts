import type { DaemonPaths } from "../config/paths.ts";
import type { DaemonConfig } from "../config/types.ts";
import type { DaemonStatus } from "../contract/daemon.ts";
import type { StatusFile } from "../contract/status-file.ts";
import { healthOf } from "./health.ts";
import { type StatusReading, StatusWatcher } from "./status-watcher.ts";

/** What one instance says of itself, and how long ago: its status file, followed from start to end. */
export class Heartbeat {
	status: StatusFile | null = null;
	/** Wall-clock milliseconds of the last heartbeat. */
	at: number | null = null;
	/** Why the newest status file could not be used. */
	fileProblem: string | null = null;
	private instance: string | null = null;
	private startedAt = 0;
	/** Of `performance.now()`: a clock that is set must not make a daemon look hung. */
	private seenAt: number | null = null;
	private lastHealth: DaemonStatus["health"] = "unknown";
	private readonly watcher: StatusWatcher;

	constructor(
		private readonly config: DaemonConfig,
		paths: DaemonPaths,
		private readonly onBeat: () => void,
		onError: (error: unknown) => void,
	) {
		this.watcher = new StatusWatcher(paths.status, paths.dir, (reading) => this.take(reading), onError);
	}

	/** Listens to this instance from now on; what it has written already counts. */
	async follow(instance: string, startedAt: Date): Promise<void> {
		this.forget();
		this.instance = instance;
		this.startedAt = startedAt.getTime();
		await this.watcher.poll();
	}

	forget(): void {
		this.instance = null;
		this.status = null;
		this.at = null;
		this.seenAt = null;
		this.fileProblem = null;
		this.watcher.reset();
	}

	health(): DaemonStatus["health"] {
		this.lastHealth = healthOf({
			status: this.status,
			sinceHeartbeatMs: this.seenAt === null ? null : performance.now() - this.seenAt,
			live: this.config.live,
		});
		return this.lastHealth;
	}

	/** Looks for what events did not report. @returns whether the health has changed without an event */
	async tick(): Promise<boolean> {
		if (this.instance === null) return false;
		await this.watcher.poll();
		return this.lastHealth !== this.health();
	}

	close(): Promise<void> {
		return this.watcher.close();
	}

	private take({ status, writtenAt, problem }: StatusReading): void {
		if (this.instance === null) return;
		// A program that does not name its instance is believed when it wrote after this one was started.
		// So is a file that cannot be used: the status that comes with it is an older one.
		const named = problem ? null : status?.instance;
		const ours = named ? named === this.instance : writtenAt >= this.startedAt - 1_000;
		const mended = this.fileProblem !== null && problem === null;
		if (mended) this.fileProblem = null;
		if (!ours) {
			if (mended) this.onBeat();
			return;
		}
		this.fileProblem = problem;
		if (status && !problem) {
			this.status = status;
			this.at = writtenAt;
			this.seenAt = performance.now() - Math.max(0, Math.min(Date.now() - writtenAt, performance.now()));
		}
		this.onBeat();
	}
}
