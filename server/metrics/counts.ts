import { type DaemonStatus, exitCauseSchema, type LastExit } from "../contract/daemon.ts";
import type { VitalSample } from "../contract/state.ts";
import type { DaemonExit, DaemonHang } from "../supervisor/daemon-context.ts";
import type { Supervisor } from "../supervisor/supervisor.ts";

/** A pause between two samples that is longer than this was none: the machine slept. */
const LONGEST_PAUSE_SECONDS = 5;

/** What has been counted of one daemon since this dashboard started. */
export interface DaemonCounts {
	exits: Record<LastExit["cause"], number>;
	/** Started again by itself. */
	restarts: number;
	hangs: number;
	/** Of the whole process tree, added up from samples taken once a second. */
	cpuSeconds: number;
}

/** Counts what only events tell. Daemons that are configured no more are forgotten. */
export class Counts {
	private readonly counts = new Map<string, DaemonCounts>();
	/** The supervisor's own numbers, which a person's start sets back. */
	private readonly restartsBefore = new Map<string, number>();
	private readonly sampledAt = new Map<string, number>();

	constructor(private readonly supervisor: Pick<Supervisor, "on" | "off" | "status">) {
		for (const { name, restarts } of supervisor.status()) this.restartsBefore.set(name, restarts);
		supervisor
			.on("exit", this.onExit)
			.on("hang", this.onHang)
			.on("change", this.onChange)
			.on("vitals", this.onVitals)
			.on("daemons", this.onDaemons);
	}

	/** All zero for a daemon of which nothing has happened. */
	of(name: string): DaemonCounts {
		const known = this.counts.get(name);
		if (known) return known;
		const exits = Object.fromEntries(exitCauseSchema.options.map((cause) => [cause, 0])) as DaemonCounts["exits"];
		const fresh = { exits, restarts: 0, hangs: 0, cpuSeconds: 0 };
		this.counts.set(name, fresh);
		return fresh;
	}

	close(): void {
		this.supervisor
			.off("exit", this.onExit)
			.off("hang", this.onHang)
			.off("change", this.onChange)
			.off("vitals", this.onVitals)
			.off("daemons", this.onDaemons);
	}

	private readonly onExit = ({ name, exit }: DaemonExit): void => {
		this.of(name).exits[exit.cause] += 1;
	};

	private readonly onHang = ({ name }: DaemonHang): void => {
		this.of(name).hangs += 1;
	};

	private readonly onChange = ({ name, restarts }: DaemonStatus): void => {
		const before = this.restartsBefore.get(name) ?? 0;
		if (restarts > before) this.of(name).restarts += restarts - before;
		this.restartsBefore.set(name, restarts);
	};

	private readonly onVitals = (samples: Record<string, VitalSample>): void => {
		for (const [name, [at, cpuPercent]] of Object.entries(samples)) {
			const passed = at - (this.sampledAt.get(name) ?? at);
			this.sampledAt.set(name, at);
			if (cpuPercent === null || passed <= 0 || passed > LONGEST_PAUSE_SECONDS) continue;
			this.of(name).cpuSeconds += (cpuPercent / 100) * passed;
		}
	};

	private readonly onDaemons = (names: string[]): void => {
		for (const known of [this.counts, this.restartsBefore, this.sampledAt]) {
			for (const name of known.keys()) if (!names.includes(name)) known.delete(name);
		}
	};
}
