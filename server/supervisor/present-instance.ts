import type { DaemonPaths } from "../config/paths.ts";
import type { DaemonConfig } from "../config/types.ts";
import type { IdentityMarks } from "../contract/daemon.ts";
import type { ProcessInfo } from "../process-table/types.ts";
import { HealthMonitor, type HealthMonitorOptions } from "./health/health-monitor.ts";
import type { Condemnation } from "./health/watchdog.ts";
import { verifyIdentity } from "./identity.ts";
import { type Found, startInstance } from "./instance.ts";
import { RecordGuard } from "./record-guard.ts";
import type { ProcessRecord } from "./records.ts";
import type { RunningProcess, SeenExit } from "./running-process.ts";
import { settingsOf } from "./settings.ts";
import { UNKNOWN_VITALS, type Vitals } from "./vitals.ts";

export interface PresentInstanceOptions extends HealthMonitorOptions {
	paths: DaemonPaths;
	home: string;
	/** It has ended; nothing is known of it yet but how. */
	onExit(exit: SeenExit): void;
}

/** The instance of a daemon that runs now, if any: the process, what it says of itself, and what is seen of it. */
export class PresentInstance {
	process: RunningProcess | null = null;
	marks: IdentityMarks | null = null;
	/** How it ended, until that is dealt with. */
	ended: SeenExit | null = null;
	/** Why it must end although nobody asked for it. */
	condemned: Condemnation | null = null;
	vitals: Vitals = UNKNOWN_VITALS;
	/** The processes of its tree when last looked at. */
	tree: ProcessInfo[] = [];
	readonly health: HealthMonitor;
	/** Where its log begins; null when that is not known. */
	logFrom: number | null = null;
	private settings: string | null = null;
	private record: RecordGuard | null = null;

	constructor(private readonly options: PresentInstanceOptions) {
		this.health = new HealthMonitor(options);
	}

	/** @throws NightshiftError `start-failed` */
	async start(config: DaemonConfig, url: string | null): Promise<RunningProcess> {
		this.forget();
		const { paths, home, onError } = this.options;
		const before = this.health.before();
		const { process, record } = await startInstance({ config, paths, home, url, onError });
		this.take(process, record); // first: it may be ready as soon as it is looked at
		await this.health.followNew(process.instance, process.startedAt, { ...before, logEnd: record.logFrom ?? 0 });
		this.marks = (await verifyIdentity(process.identity)).marks;
		return process;
	}

	/** Goes on with an instance that an earlier dashboard started. */
	async adopt(found: Extract<Found, { kind: "running" }>): Promise<void> {
		this.marks = found.marks;
		this.take(found.process, found.record);
		await this.health.follow(found.process.instance, found.process.startedAt);
	}

	/** Whether these settings would start something else than what runs. */
	differsFrom(config: DaemonConfig): boolean {
		return this.process !== null && this.settings !== null && this.settings !== settingsOf(config);
	}

	/** Whether its record on disk is not there any more, or not the one that was written. */
	async isRecordLost(): Promise<boolean> {
		return (await this.record?.isLost()) ?? false;
	}

	/** Writes its record again. */
	async renewRecord(): Promise<void> {
		await this.record?.renew();
	}

	/** Why its record cannot be written; null when it is there. */
	get recordProblem(): string | null {
		return this.record?.problem ?? null;
	}

	/** Nothing runs any more, and nothing known of the instance holds. */
	forget(): void {
		this.process?.release();
		this.process = null;
		this.ended = null;
		this.condemned = null;
		this.marks = null;
		this.vitals = UNKNOWN_VITALS;
		this.tree = [];
		this.settings = null;
		this.record = null;
		this.health.forget();
	}

	/** Stops watching; the process itself goes on. */
	async close(): Promise<void> {
		this.process?.release();
		await this.health.close();
	}

	private take(process: RunningProcess, record: ProcessRecord): void {
		const { paths, onError } = this.options;
		this.process = process;
		this.settings = record.settings ?? null;
		this.logFrom = record.logFrom ?? null;
		// One that had ended before it could be looked at has nothing to be recognised by.
		this.record = record.identity ? new RecordGuard(paths, record, onError) : null;
		process.onExit((exit) => {
			this.ended = exit;
			this.options.onExit(exit);
		});
	}
}
