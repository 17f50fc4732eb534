import { EventEmitter } from "node:events";
import type { Paths } from "../config/paths.ts";
import type { DaemonConfig } from "../config/types.ts";
import type { Problem } from "../contract/state.ts";
import { cuttersFor } from "./cut/cutters.ts";
import { DiskWatch } from "./disk-watch.ts";
import { LogAlerts } from "./log-alerts.ts";
import { LogWatch } from "./log-watch.ts";
import { ProblemBoard } from "./problem-board.ts";

const LOOK_MS = 1_000;

export interface LogKeeperOptions {
	paths: Paths;
	/** As they are configured now; asked at each look. */
	daemons(): readonly DaemonConfig[];
	/** The process of a daemon; null while it does not run. */
	pidOf(name: string): number | null;
	logger: {
		info(context: object, message: string): void;
		warn(context: object, message: string): void;
		error(context: object, message: string): void;
	};
	/** How often every log is looked at, in milliseconds. */
	lookMs?: number;
}

export interface LogKeeperEvents {
	/** Something a person should know, or what is known of it has changed. */
	problem: [problem: Problem];
	/** It is over. */
	"problem-gone": [id: string];
	/** A log was shortened. */
	rotated: [name: string];
}

/**
 * Looks after the logs of all daemons: rotates what has grown too large or too old, one at a time, and notices what no
 * daemon can say itself: that its disk is full, that its log was deleted or emptied under it. A look costs a few system
 * calls; no daemon ever waits for it. Only the owner of a state directory may have one.
 */
export class LogKeeper extends EventEmitter<LogKeeperEvents> {
	private readonly watches = new Map<string, { watch: LogWatch; alerts: LogAlerts }>();
	private readonly board: ProblemBoard;
	private readonly disk: DiskWatch;
	private readonly closing = new AbortController();
	private timer: NodeJS.Timeout | undefined;
	private looking: Promise<void> | null = null;
	private rotating: Promise<void> | null = null;

	constructor(private readonly options: LogKeeperOptions) {
		super();
		this.board = new ProblemBoard({
			raise: (problem) => this.emit("problem", problem),
			clear: (id) => this.emit("problem-gone", id),
			logger: options.logger,
		});
		this.disk = new DiskWatch(options.paths.home, this.board);
	}

	/** Begins at once: what an earlier rotation left unfinished is settled first. */
	start(): void {
		const { lookMs = LOOK_MS } = this.options;
		this.timer = setInterval(() => this.tick(), lookMs);
		this.timer.unref();
		this.tick();
	}

	/** Ends it; a rotation that is under way is called off, which loses nothing. */
	async close(): Promise<void> {
		clearInterval(this.timer);
		this.closing.abort();
		await this.looking;
		await this.rotating;
		this.removeAllListeners();
	}

	private tick(): void {
		this.looking ??= this.look()
			.catch((error: unknown) => this.options.logger.error({ err: error }, "the logs could not be looked at"))
			.finally(() => {
				this.looking = null;
			});
	}

	private async look(): Promise<void> {
		const daemons = this.options.daemons();
		this.follow(daemons);
		await this.disk.look();
		for (const { name, logs } of daemons) await this.watches.get(name)?.watch.look(logs, this.options.pidOf(name));
		this.rotating ??= this.rotateDue(daemons).finally(() => {
			this.rotating = null;
		});
	}

	/** One after the other: two at once would only compete for the disk. */
	private async rotateDue(daemons: readonly DaemonConfig[]): Promise<void> {
		const { signal } = this.closing;
		for (const { name, logs } of daemons) {
			const watch = this.watches.get(name)?.watch;
			if (signal.aborted || !watch?.isDue) continue;
			if (!(await watch.rotate(logs, signal))) continue;
			this.options.logger.info({ daemon: name }, "a log was rotated");
			this.emit("rotated", name);
		}
	}

	private follow(daemons: readonly DaemonConfig[]): void {
		const names = new Set(daemons.map(({ name }) => name));
		for (const [name, { alerts }] of this.watches) {
			if (names.has(name)) continue;
			alerts.forget();
			this.watches.delete(name);
		}
		for (const name of names) {
			if (this.watches.has(name)) continue;
			const paths = this.options.paths.daemon(name);
			const alerts = new LogAlerts(name, paths, this.board);
			const watch = new LogWatch(paths, alerts, [...cuttersFor(process.platform)]);
			this.watches.set(name, { watch, alerts });
		}
	}
}
