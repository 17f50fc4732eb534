import type { DaemonPaths } from "../../config/paths.ts";
import type { DaemonConfig } from "../../config/types.ts";
import type { StatusFile } from "../../contract/status-file.ts";
import { programEnvironment } from "../environment.ts";
import { type Health, healthOf } from "./health.ts";
import { Heartbeat } from "./heartbeat.ts";
import { logProbe } from "./log-probe.ts";
import { Prober } from "./prober.ts";
import { execProbe, httpProbe, type Probe, tcpProbe } from "./probes.ts";
import { Readiness } from "./readiness.ts";
import { withoutSecretsOf } from "./shown-status.ts";

/** A program of which nothing is to be awaited counts as started once it has lived this long. */
const SETTLE_MS = 150;

export interface HealthMonitorOptions {
	config: DaemonConfig;
	paths: DaemonPaths;
	home: string;
	/** The health, or what it says of itself, has changed. */
	onChange(): void;
	/** A new instance is ready. */
	onReady(): void;
	/** It is not ready in time; it is looked at further. */
	onLate(): void;
	onError(error: unknown): void;
}

/** Ticks come once a second; without one for this long, this process slept, and its events come in any order. */
const ASLEEP_MS = 6_000;

/** The times of files may be this coarse, or come from another clock. */
const CLOCK_OF_FILES_MS = 1_000;

/** What the files held before a start. */
export interface Before {
	/** Counted from the first byte that the daemon ever wrote. */
	logEnd: number;
	statusWrittenAt: number;
}

/** The token of a probe's processes, which must not pass for the daemon's own. */
export function probeToken(instance: string): string {
	return `probe-of-${instance}`;
}

/** How one daemon's instance is, from its start to its end: its heartbeat, its readiness, and the looks from outside. */
export class HealthMonitor {
	readonly heartbeat: Heartbeat;
	private readiness: Readiness | null = null;
	private probers: Prober[] = [];
	private settling: NodeJS.Timeout | undefined;
	private last: Health["health"] = "unknown";
	private present: (status: StatusFile) => StatusFile;
	private instance: string | null = null;
	private startedAt = new Date(0);
	/** Of `performance.now()`. */
	private tickedAt = 0;

	constructor(private readonly options: HealthMonitorOptions) {
		this.present = withoutSecretsOf(options.config);
		const present = (status: StatusFile) => this.present(status);
		this.heartbeat = new Heartbeat(options.paths, () => this.onBeat(), present, options.onError);
	}

	/** What earlier instances have left in the files: call it before the start. */
	before(): Pick<Before, "statusWrittenAt"> {
		return { statusWrittenAt: this.heartbeat.lastWritten() ?? 0 };
	}

	/** Watches an instance that has just been started; `onReady` or `onLate` follows. */
	async followNew(instance: string, startedAt: Date, before: Before): Promise<void> {
		await this.watch(instance, startedAt, before.statusWrittenAt);
		const { ready } = this.options.config;
		const probes = this.readyProbes(instance, before.logEnd);
		if (probes.length === 0 && !ready.heartbeat) {
			this.startLiveProbes();
			this.settling = setTimeout(this.options.onReady, SETTLE_MS);
			return;
		}
		this.readiness = new Readiness({
			probes,
			heartbeat: ready.heartbeat,
			intervalMs: ready.intervalMs,
			timeoutMs: ready.timeoutMs,
			onReady: () => {
				this.startLiveProbes();
				this.options.onReady();
			},
			onLate: () => {
				this.startLiveProbes();
				this.options.onLate();
			},
		});
		if (this.heartbeat.status) this.readiness.beat();
	}

	/** Watches an instance that runs already. */
	async follow(instance: string, startedAt: Date): Promise<void> {
		await this.watch(instance, startedAt, startedAt.getTime() - CLOCK_OF_FILES_MS);
		this.startLiveProbes();
	}

	/** The settings have changed: what is looked at from outside may be something else now. */
	reconfigure(config: DaemonConfig): void {
		this.options.config = config;
		this.present = withoutSecretsOf(config);
		const { readiness } = this;
		if (this.instance !== null && (readiness === null || readiness.ready || readiness.late)) this.startLiveProbes();
	}

	forget(): void {
		clearTimeout(this.settling);
		this.readiness?.stop();
		this.readiness = null;
		for (const prober of this.probers) prober.stop();
		this.probers = [];
		this.instance = null;
		this.heartbeat.forget();
	}

	/** The machine, or this process, slept: nothing that was missed meanwhile counts. */
	excuse(): void {
		this.tickedAt = performance.now();
		this.heartbeat.excuse();
		for (const prober of this.probers) prober.excuse();
	}

	health(): Health {
		if (performance.now() - this.tickedAt > ASLEEP_MS) this.excuse();
		const { heartbeat, readiness, probers } = this;
		const worst = probers.find((one) => one.verdict === "ill") ?? probers.find((one) => one.why) ?? probers[0];
		return healthOf({
			status: heartbeat.status,
			sinceHeartbeatMs: heartbeat.sinceBeatMs,
			sinceProgressMs: heartbeat.sinceProgressMs,
			probes: worst ? { verdict: worst.verdict, why: worst.why } : null,
			missing: readiness?.late ? readiness.missing : null,
			provenReady: readiness?.ready ?? false,
			live: this.options.config.live,
		});
	}

	/** Looks for what events did not report. @returns whether the health has changed without an event */
	async tick(): Promise<boolean> {
		if (this.instance === null) return false;
		await this.heartbeat.poll();
		// Compared with the last tick: whoever asks for the status meanwhile does not take the change away.
		const { last } = this;
		this.last = this.health().health;
		this.tickedAt = performance.now();
		return last !== this.last;
	}

	async close(): Promise<void> {
		clearTimeout(this.settling);
		this.readiness?.stop();
		for (const prober of this.probers) prober.stop();
		await this.heartbeat.close();
	}

	private async watch(instance: string, startedAt: Date, since: number): Promise<void> {
		this.forget();
		this.instance = instance;
		this.startedAt = startedAt;
		this.tickedAt = performance.now();
		await this.heartbeat.follow(instance, since);
	}

	private onBeat(): void {
		if (this.heartbeat.status) this.readiness?.beat();
		this.options.onChange();
	}

	private readyProbes(instance: string, logFrom: number): Probe[] {
		const { config, paths } = this.options;
		const { http, tcp, exec, log } = config.ready;
		return [
			...(http === null ? [] : [httpProbe(http)]),
			...(tcp === null ? [] : [tcpProbe(tcp)]),
			...(exec === null ? [] : [this.execProbe(exec, instance)]),
			...(log === null ? [] : [logProbe(paths, logFrom, log)]),
		];
	}

	/** Not before it is ready, or should have been: a program that starts would be found to hang. */
	private startLiveProbes(): void {
		for (const prober of this.probers) prober.stop();
		const { instance } = this;
		const { http, exec, intervalMs, timeoutMs, failures } = this.options.config.live;
		if (instance === null) return;
		const probes = [
			...(http === null ? [] : [httpProbe(http)]),
			...(exec === null ? [] : [this.execProbe(exec, instance)]),
		];
		this.probers = probes.map(
			(probe) =>
				new Prober({ probe, intervalMs, timeoutMs, threshold: failures, onChange: () => this.options.onChange() }),
		);
		for (const prober of this.probers) prober.start(this.graceMs());
	}

	/** While it starts, a look from outside would only find that it has not started. */
	private graceMs(): number {
		const { ready, live } = this.options.config;
		const age = Date.now() - this.startedAt.getTime();
		return age < ready.timeoutMs ? Math.min(live.intervalMs, ready.timeoutMs - age) : 0;
	}

	private execProbe(command: string[], instance: string): Probe {
		const { config, home } = this.options;
		return execProbe(command, {
			cwd: config.cwd,
			env: programEnvironment(config, { home, instance: probeToken(instance) }),
		});
	}
}
