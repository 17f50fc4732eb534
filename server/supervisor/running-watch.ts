import type { DaemonConfig } from "../config/types.ts";
import type { DaemonContext } from "./daemon-context.ts";
import { HangWatch } from "./health/hang-watch.ts";
import type { Health } from "./health/health.ts";
import { condemn } from "./health/watchdog.ts";
import type { PresentInstance } from "./present-instance.ts";
import type { Standing } from "./standing.ts";
import type { Tally } from "./tally.ts";

const NOTHING_KNOWN: Health = { health: "unknown", why: null };

export interface RunningWatchOptions {
	config(): DaemonConfig;
	present: PresentInstance;
	tally: Tally;
	standing: Standing;
	context: DaemonContext;
}

/** What becomes of an instance while it lives: ready or late, stable, hung and well again, or beyond what it may do. */
export class RunningWatch {
	private stable: NodeJS.Timeout | undefined;
	private readonly hangs: HangWatch;

	constructor(private readonly options: RunningWatchOptions) {
		const { config, standing, context } = options;
		this.hangs = new HangWatch({
			onHang: ({ instance }, diagnosis) => {
				standing.say({ kind: "problem", title: "Does not respond", detail: diagnosis, outcome: "failed" });
				context.onHang({ name: config().name, instance, diagnosis });
				standing.changed();
			},
			onRecovery: () => standing.say({ kind: "daemon", title: "Responds again" }),
			onError: context.onError,
		});
	}

	/** What was found out of the present hang; null when it does not hang. */
	get diagnosis(): string | null {
		return this.hangs.diagnosis;
	}

	/** All that was to hold before it counts as started holds. */
	becomeReady(): void {
		const { standing } = this.options;
		if (standing.phase === "starting" || standing.phase === "running") this.becomeRunning();
		standing.changed();
	}

	/** Its time to become ready is over, and it runs all the same; what is not ready is not stable either. */
	becomeLate(): void {
		const { present, standing } = this.options;
		const { process, ended } = present;
		if (process && !ended && standing.phase === "starting") standing.phase = "running";
		standing.changed();
	}

	/** From here on it counts the time until it is stable. */
	becomeRunning(): void {
		const { config, present, tally, standing, context } = this.options;
		const { process, ended } = present;
		if (!process || ended) return;
		standing.enter("running");
		this.rest();
		this.stable = setTimeout(() => {
			tally.becomeStable();
			context.onStable({ name: config().name, instance: process.instance });
			standing.changed();
		}, config().restart.stableAfterMs);
		this.stable.unref();
	}

	/** What it says of itself, or what is seen of it, has changed. */
	onHealth(): void {
		const { present, standing } = this.options;
		const { process, health, vitals } = present;
		if (process && standing.phase === "running") this.hangs.look(process, health.health(), vitals);
		standing.changed();
	}

	/** @returns whether it has just been found to be beyond what it may do: it must be ended */
	judge(): boolean {
		const { config, present, standing } = this.options;
		const { phase } = standing;
		if ((phase !== "running" && phase !== "starting") || present.condemned) return false;
		// While it starts only its memory counts: it has not promised to answer yet.
		const health = phase === "running" ? present.health.health() : NOTHING_KNOWN;
		present.condemned = condemn(config(), health, present.vitals);
		return present.condemned !== null;
	}

	/** It is on its way out: it becomes stable no more. */
	rest(): void {
		clearTimeout(this.stable);
	}

	/** It is gone. */
	forget(): void {
		this.hangs.forget();
	}
}
