import { EventEmitter } from "node:events";
import { isDeepStrictEqual } from "node:util";
import type { Paths } from "../config/paths.ts";
import type { DaemonConfig } from "../config/types.ts";
import type { NewActivity } from "../contract/activity.ts";
import type { DaemonStatus } from "../contract/daemon.ts";
import { NightshiftError } from "../contract/errors.ts";
import type { VitalSample } from "../contract/state.ts";
import type { DaemonExit, DaemonHang } from "./daemon-context.ts";
import { uptime } from "./describe.ts";
import { oomKillCount } from "./exit-cause.ts";
import { findLeftRunning } from "./left-running.ts";
import { SleepWatch } from "./sleep-watch.ts";
import { awaited, inOrder } from "./start-order.ts";
import { type StopRequest, SupervisedDaemon } from "./supervised-daemon.ts";
import { TreeVitals } from "./tree-vitals.ts";

const TICK_MS = 1_000;

export interface SupervisorOptions {
	paths: Paths;
	daemons: DaemonConfig[];
	logger: { error(context: object, message: string): void };
	/** The dashboard's address, told to the programs; null while there is none. */
	url?: () => string | null;
}

export interface SupervisorEvents {
	change: [status: DaemonStatus];
	/** Once a second, of all daemons. */
	vitals: [samples: Record<string, VitalSample>, uptimeSeconds: Record<string, number | null>];
	activity: [entry: NewActivity];
	/** An instance has ended, wanted or not. */
	exit: [exit: DaemonExit];
	/** A daemon that ran does not respond. */
	hang: [hang: DaemonHang];
	/** A daemon has been up long enough for its settings to count as good ones. */
	stable: [daemon: { name: string; instance: string }];
	/** The daemons, in order, after config.json has changed or one that was taken out has ended. */
	daemons: [names: string[]];
}

/**
 * All daemons of one state directory. Whoever creates it must own the directory (see `takeOwnership`): two supervisors
 * would fight over the same processes.
 */
export class Supervisor extends EventEmitter<SupervisorEvents> {
	private daemons = new Map<string, SupervisedDaemon>();
	/** Those that wait for others before they start. */
	private readonly waiting = new Set<SupervisedDaemon>();
	private readonly vitals = new TreeVitals();
	private readonly sleep = new SleepWatch(TICK_MS);
	private timer: NodeJS.Timeout | undefined;
	/** One at a time: on a busy machine a tick may take longer than its second. */
	private ticking: Promise<void> | null = null;
	private oomKills: number | null = null;
	private configuring: Promise<void> = Promise.resolve();
	private closed = false;

	constructor(private readonly options: SupervisorOptions) {
		super();
		for (const config of options.daemons) this.daemons.set(config.name, this.supervise(config));
	}

	/**
	 * Finds the daemons that already run, then starts those that should and do not.
	 *
	 * @param start false only looks: for a command that stops daemons while no dashboard runs
	 */
	async adopt({ start = true } = {}): Promise<void> {
		await Promise.all([...this.daemons.values()].map((daemon) => daemon.adopt(start)));
		await this.takeInLeftRunning();
		if (start) this.resume([...this.daemons.values()]);
		this.timer = setInterval(() => {
			this.ticking ??= this.tick()
				.catch((error) => this.report(error))
				.finally(() => {
					this.ticking = null;
				});
		}, TICK_MS);
		this.timer.unref();
	}

	names(): string[] {
		return [...this.daemons.keys()];
	}

	/** All names, each before those it starts after: the order in which to stop them. */
	namesToStop(): string[] {
		return inOrder(this.names(), (name) => this.daemons.get(name)?.config.after ?? []).reverse();
	}

	/** The settings in force, in order. */
	configs(): DaemonConfig[] {
		return [...this.daemons.values()].map((daemon) => daemon.config);
	}

	/** Those of one. @throws NightshiftError `unknown-daemon` */
	configOf(name: string): DaemonConfig {
		return this.daemon(name).config;
	}

	status(): DaemonStatus[] {
		const now = new Date();
		return [...this.daemons.values()].map((daemon) => daemon.status(now));
	}

	/** @throws NightshiftError `unknown-daemon` */
	statusOf(name: string): DaemonStatus {
		return this.daemon(name).status();
	}

	/** Each resolves when the daemon has settled (running, stopped, failed, …), and is harmless when repeated. */
	async start(name: string): Promise<DaemonStatus> {
		return this.daemon(name).start();
	}

	async stop(name: string, request?: StopRequest): Promise<DaemonStatus> {
		return this.daemon(name).stop(request);
	}

	async restart(name: string, request?: StopRequest): Promise<DaemonStatus> {
		return this.daemon(name).restart(request);
	}

	/**
	 * Takes up other settings while everything runs. New daemons are added, and started when they start by themselves; one
	 * that is not named any more goes on until it is stopped, and is dropped then. No running program is touched: what only
	 * a new process takes up, its next start takes up. One call after the other.
	 */
	configure(configs: DaemonConfig[]): Promise<void> {
		const turn = this.configuring.then(() => (this.closed ? undefined : this.takeUp(configs)));
		this.configuring = turn.catch(() => undefined); // told to the caller; the next turn is taken all the same
		return turn;
	}

	/** Stops supervising. The daemons go on; the next supervisor finds them. */
	async close(): Promise<void> {
		this.closed = true;
		clearInterval(this.timer);
		await Promise.all([this.ticking, this.configuring]);
		await Promise.all([...this.daemons.values()].map((daemon) => daemon.close()));
		this.removeAllListeners();
	}

	private async takeUp(configs: DaemonConfig[]): Promise<void> {
		const added = new Map<string, SupervisedDaemon>();
		const isNew = ({ name }: DaemonConfig) => !this.daemons.has(name) && !added.has(name);
		// Again and again: one may be dropped while others are looked for.
		for (let missing = configs.filter(isNew); missing.length > 0; missing = configs.filter(isNew)) {
			for (const config of missing) added.set(config.name, this.supervise(config));
			await Promise.all(missing.map(({ name }) => added.get(name)?.adopt(true)));
		}
		// From here on nothing is awaited: a daemon that ends meanwhile would be in one map and not in the other.
		const before = this.daemons;
		const next = new Map<string, SupervisedDaemon>();
		for (const config of configs) {
			const daemon = before.get(config.name) ?? added.get(config.name);
			if (!daemon) continue; // there is none: see above
			if (daemon.orphaned || !isDeepStrictEqual(daemon.config, config)) daemon.reconfigure(config);
			next.set(config.name, daemon);
		}
		for (const [name, daemon] of before) {
			if (next.has(name)) continue;
			next.set(name, daemon); // until it is at rest
			this.waiting.delete(daemon);
			daemon.abandon();
		}
		this.daemons = next;
		this.announceDaemons();
		for (const daemon of [...next.values()]) this.dropIfDone(daemon);
		this.resume([...added.values()]);
	}

	/** What runs and is not in the configuration any more is looked after until it ends, as if it had been taken out just now. */
	private async takeInLeftRunning(): Promise<void> {
		const left = await findLeftRunning(this.options.paths, new Set(this.daemons.keys()));
		for (const config of left) {
			const daemon = this.supervise(config);
			daemon.abandon();
			await daemon.adopt(false);
			if (daemon.atRest) await daemon.close();
			else this.daemons.set(config.name, daemon);
		}
		if (left.length > 0) this.announceDaemons();
	}

	/** Lets go of one that is not in the configuration any more, once nothing of it runs. */
	private dropIfDone(daemon: SupervisedDaemon): void {
		if (!daemon.orphaned || !daemon.atRest || this.daemons.get(daemon.config.name) !== daemon) return;
		this.daemons.delete(daemon.config.name);
		this.announceDaemons();
		void daemon.close().catch((error) => this.report(error));
	}

	private announceDaemons(): void {
		this.emit("daemons", this.names());
		for (const daemon of this.daemons.values()) this.emit("change", daemon.status());
	}

	/** Starts what starts by itself, each after those it names. */
	private resume(daemons: SupervisedDaemon[]): void {
		const coming = new Set(daemons.filter((daemon) => daemon.startsByItself).map((daemon) => daemon.config.name));
		const usable = (name: string) => (coming.has(name) ? false : (this.daemons.get(name)?.usable ?? null));
		const byName = new Map(daemons.map((daemon) => [daemon.config.name, daemon]));
		for (const name of inOrder([...byName.keys()], (one) => byName.get(one)?.config.after ?? [])) {
			const daemon = byName.get(name);
			if (!daemon) continue;
			const names = coming.has(name) ? awaited(daemon.config.after, usable) : [];
			if (names.length > 0) this.waiting.add(daemon);
			daemon.resume(names);
		}
	}

	/** Something has changed: perhaps it is what others wait for. */
	private releaseWaiting(): void {
		for (const daemon of [...this.waiting]) {
			if (awaited(daemon.config.after, (name) => this.daemons.get(name)?.usable ?? null).length > 0) continue;
			this.waiting.delete(daemon);
			daemon.resume();
		}
	}

	private supervise(config: DaemonConfig): SupervisedDaemon {
		const { paths, url = () => null } = this.options;
		const daemon: SupervisedDaemon = new SupervisedDaemon(config, {
			home: paths.home,
			paths: paths.daemon(config.name),
			url,
			onChange: () => this.onChange(daemon),
			onActivity: (entry) => this.emit("activity", entry),
			onExit: (exit) => this.emit("exit", exit),
			onHang: (hang) => this.emit("hang", hang),
			onStable: (one) => this.emit("stable", one),
			onError: (error) => this.report(error),
		});
		return daemon;
	}

	private onChange(daemon: SupervisedDaemon): void {
		if (this.daemons.get(daemon.config.name) !== daemon) return;
		this.emit("change", daemon.status());
		if (this.waiting.size > 0) this.releaseWaiting();
		this.dropIfDone(daemon);
	}

	private daemon(name: string): SupervisedDaemon {
		const daemon = this.daemons.get(name);
		if (daemon) return daemon;
		const known = this.names().join(", ") || "none";
		throw new NightshiftError("unknown-daemon", `There is no daemon named "${name}"; config.json has: ${known}.`);
	}

	private async tick(): Promise<void> {
		const daemons = [...this.daemons.values()];
		if (this.sleep.slept()) for (const daemon of daemons) daemon.excuse();
		const { oomKills } = this;
		this.oomKills = oomKillCount();
		await Promise.all(daemons.map((daemon) => daemon.tick(oomKills)));
		await this.vitals.sample(daemons.map((daemon) => [daemon.config.name, daemon.present]));
		const now = new Date();
		const seconds = Math.round(now.getTime() / 1_000);
		const samples: Record<string, VitalSample> = {};
		const uptimes: Record<string, number | null> = {};
		for (const { config, present } of daemons) {
			const { cpuPercent, memoryBytes } = present.vitals;
			samples[config.name] = [seconds, cpuPercent, memoryBytes];
			uptimes[config.name] = present.process ? uptime(present.process.startedAt, now) : null;
		}
		this.emit("vitals", samples, uptimes);
	}

	private report(error: unknown): void {
		this.options.logger.error({ err: error }, "the supervisor met an unexpected error");
	}
}
