import { Prober } from "./prober.ts";
import type { Probe } from "./probes.ts";

/** Long enough for any answer that means ready; a program that answers later is asked again. */
const LOOK_TIMEOUT_MS = 5_000;

export interface ReadinessOptions {
	probes: readonly Probe[];
	/** Whether it must write its status file first. */
	heartbeat: boolean;
	intervalMs: number;
	/** After this long it counts as late. */
	timeoutMs: number;
	onReady(): void;
	onLate(): void;
}

/**
 * Whether a new instance has started: each condition must hold once. One that is late is looked at further, for as long
 * as it runs.
 */
export class Readiness {
	ready = false;
	late = false;
	private beating = false;
	private readonly open: Set<Prober>;
	private readonly timer: NodeJS.Timeout;

	constructor(private readonly options: ReadinessOptions) {
		const { probes, intervalMs, timeoutMs } = options;
		this.open = new Set(
			probes.map((probe) => {
				const prober: Prober = new Prober({
					probe,
					intervalMs,
					timeoutMs: LOOK_TIMEOUT_MS,
					threshold: 1,
					onChange: () => {
						if (prober.verdict !== "well") return;
						prober.stop();
						this.open.delete(prober);
						this.look();
					},
				});
				return prober;
			}),
		);
		for (const prober of this.open) prober.start();
		this.timer = setTimeout(() => {
			this.late = true;
			options.onLate();
		}, timeoutMs);
		this.timer.unref();
	}

	/** It has written its status file. */
	beat(): void {
		this.beating = true;
		this.look();
	}

	/** What is still awaited, in words; null when nothing is. */
	get missing(): string | null {
		if (this.ready) return null;
		if (this.options.heartbeat && !this.beating) return "no heartbeat";
		return [...this.open].map((prober) => prober.why).find((why) => why !== null) ?? "no answer";
	}

	stop(): void {
		clearTimeout(this.timer);
		for (const prober of this.open) prober.stop();
	}

	private look(): void {
		if (this.ready || this.open.size > 0 || (this.options.heartbeat && !this.beating)) return;
		this.ready = true;
		this.stop();
		this.options.onReady();
	}
}
