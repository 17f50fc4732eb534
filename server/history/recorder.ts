import type { DaemonStatus } from "../contract/daemon.ts";
import { NightshiftError } from "../contract/errors.ts";
import type { Database } from "../db/open.ts";
import { recordActivity } from "../inbox/record-activity.ts";
import { inPasses, type Passes } from "../passes.ts";
import type { Supervisor, SupervisorEvents } from "../supervisor/supervisor.ts";
import { Backlog } from "./backlog.ts";
import { endOf, lastEndOf } from "./end.ts";
import { StateTracker } from "./state-tracker.ts";
import { mayGoOn } from "./steps.ts";
import { writeBatch } from "./write-batch.ts";

/** What is measured is written so often. */
const EVERY_MS = 10_000;
/** Starts and ends are written sooner: nobody else would remember them. */
const SOON_MS = 250;

export interface RecorderOptions {
	supervisor: Supervisor;
	/** The database, or null while there is none. */
	database(): Database | null;
	/** Told when the database cannot be written, and when it can again; what waits is kept, and tried again. */
	trouble: { failed(error: unknown): void; worked(): void };
	/** Told when something was added to the activity. */
	onActivity(): void;
}

/**
 * Follows the supervisor and writes its history, off every request's path. While the database is away it remembers an
 * hour; it never keeps the supervisor waiting.
 */
export class HistoryRecorder {
	private readonly trackers = new Map<string, StateTracker>();
	private readonly backlog = new Backlog();
	private readonly passes: Passes;
	private readonly timer: NodeJS.Timeout;
	private soon: NodeJS.Timeout | undefined;
	private closed = false;

	constructor(private readonly options: RecorderOptions) {
		this.passes = inPasses(
			() => this.write(),
			(error) => options.trouble.failed(this.backlog.isLosing ? saidWithLoss(error) : error),
		);
		this.timer = setInterval(() => this.passes.ask(), EVERY_MS).unref();
		options.supervisor.on("change", this.onChange).on("exit", this.onExit).on("vitals", this.onVitals);
	}

	/** Writes what waits. Resolves when that was tried. */
	async flush(): Promise<void> {
		this.passes.ask();
		await this.passes.settled();
	}

	/** Writes what waits for the last time. */
	async close(): Promise<void> {
		this.closed = true;
		clearInterval(this.timer);
		clearTimeout(this.soon);
		this.options.supervisor.off("change", this.onChange).off("exit", this.onExit).off("vitals", this.onVitals);
		await this.flush();
	}

	private readonly onChange = (status: DaemonStatus): void => this.look(status, Date.now());

	private readonly onExit = (exit: SupervisorEvents["exit"][0]): void => {
		this.backlog.addEnd(exit.name, endOf(exit));
		this.writeSoon();
	};

	private readonly onVitals = (samples: SupervisorEvents["vitals"][0]): void => {
		for (const [name, sample] of Object.entries(samples)) {
			const [, cpuPercent, memoryBytes] = sample;
			if (cpuPercent !== null || memoryBytes !== null) this.backlog.addSample(name, sample);
		}
		this.lookAtAll();
	};

	private lookAtAll(): void {
		const now = Date.now();
		for (const status of this.options.supervisor.status()) this.look(status, now);
	}

	private look(status: DaemonStatus, now: number): void {
		const { name } = status;
		let tracker = this.trackers.get(name);
		if (!tracker) {
			tracker = new StateTracker();
			this.trackers.set(name, tracker);
			const last = lastEndOf(status);
			if (last) this.backlog.rememberEnd(name, last);
		}
		if (tracker.look(status, now)) this.writeSoon();
	}

	private writeSoon(): void {
		this.soon ??= setTimeout(() => {
			this.soon = undefined;
			this.passes.ask();
		}, SOON_MS).unref();
	}

	private async write(): Promise<void> {
		if (!this.closed) this.lookAtAll();
		this.collect();
		const database = this.options.database();
		if (!database) {
			if (this.backlog.isLosing) this.options.trouble.failed(new NightshiftError("database-unavailable", LOSING));
			return;
		}
		for (let batch = this.backlog.take(); batch; batch = this.backlog.take()) {
			try {
				await writeBatch(database, batch);
			} catch (error) {
				this.backlog.putBack(batch);
				throw error;
			}
			await mayGoOn();
		}
		const lost = this.backlog.forgetLoss();
		if (lost) {
			await recordActivity(database, { kind: "problem", title: "Part of the history is lost", detail: lost });
			this.options.onActivity();
		}
		this.options.trouble.worked();
	}

	/** What the trackers have found, of daemons that are gone too. */
	private collect(): void {
		const present = new Set(this.options.supervisor.names());
		for (const [name, tracker] of this.trackers) {
			this.backlog.addNews(name, tracker.take());
			if (!present.has(name)) this.trackers.delete(name);
		}
	}
}

const LOSING = "The database has been away for more than an hour: of what was measured, only the last hour is kept.";

function saidWithLoss(error: unknown): unknown {
	if (!(error instanceof NightshiftError)) return error;
	return new NightshiftError(error.code, `${error.message} ${LOSING}`, error.details, { cause: error });
}
