import { EventEmitter } from "node:events";
import type { Paths } from "../config/paths.ts";
import type { DaemonConfig } from "../config/types.ts";
import type { NewActivity } from "../contract/activity.ts";
import type { DaemonStatus } from "../contract/daemon.ts";
import { NightshiftError } from "../contract/errors.ts";
import type { VitalSample } from "../contract/state.ts";
import { processTable } from "../process-table/table.ts";
import { uptime } from "./describe.ts";
import { SupervisedDaemon } from "./supervised-daemon.ts";
import { descendantsOf } from "./tree.ts";
import { UNKNOWN_VITALS, VitalsSampler } from "./vitals.ts";

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
}

/**
 * All daemons of one state directory. Whoever creates it must own the directory (see `takeOwnership`): two supervisors
 * would fight over the same processes.
 */
export class Supervisor extends EventEmitter<SupervisorEvents> {
	private readonly daemons = new Map<string, SupervisedDaemon>();
	private readonly sampler = new VitalsSampler();
	private timer: NodeJS.Timeout | undefined;
	private ticking: Promise<void> = Promise.resolve();

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
		if (start) for (const daemon of this.daemons.values()) daemon.resume();
		this.timer = setInterval(() => {
			this.ticking = this.tick().catch((error) => this.report(error));
		}, TICK_MS);
		this.timer.unref();
	}

	names(): string[] {
		return [...this.daemons.keys()];
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

	async stop(name: string): Promise<DaemonStatus> {
		return this.daemon(name).stop();
	}

	async restart(name: string): Promise<DaemonStatus> {
		return this.daemon(name).restart();
	}

	/** Stops supervising. The daemons go on; the next supervisor finds them. */
	async close(): Promise<void> {
		clearInterval(this.timer);
		await this.ticking;
		await Promise.all([...this.daemons.values()].map((daemon) => daemon.close()));
		this.removeAllListeners();
	}

	private supervise(config: DaemonConfig): SupervisedDaemon {
		const { paths, url = () => null } = this.options;
		const daemon: SupervisedDaemon = new SupervisedDaemon(config, {
			home: paths.home,
			paths: paths.daemon(config.name),
			url,
			onChange: () => this.emit("change", daemon.status()),
			onActivity: (entry) => this.emit("activity", entry),
			onError: (error) => this.report(error),
		});
		return daemon;
	}

	private daemon(name: string): SupervisedDaemon {
		const daemon = this.daemons.get(name);
		if (daemon) return daemon;
		const known = this.names().join(", ") || "none";
		throw new NightshiftError("unknown-daemon", `There is no daemon named "${name}"; config.json has: ${known}.`);
	}

	private async tick(): Promise<void> {
		const daemons = [...this.daemons.values()];
		await Promise.all(daemons.map((daemon) => daemon.tick()));
		await this.sampleVitals(daemons);
		const now = new Date();
		const seconds = Math.round(now.getTime() / 1_000);
		const samples: Record<string, VitalSample> = {};
		const uptimes: Record<string, number | null> = {};
		for (const daemon of daemons) {
			const { startedAt } = daemon.status(now);
			const { cpuPercent, memoryBytes } = daemon.vitals;
			samples[daemon.config.name] = [seconds, cpuPercent, memoryBytes];
			uptimes[daemon.config.name] = startedAt ? uptime(new Date(startedAt), now) : null;
		}
		this.emit("vitals", samples, uptimes);
	}

	private async sampleVitals(daemons: SupervisedDaemon[]): Promise<void> {
		const running = daemons.filter((daemon) => daemon.pid !== null);
		const living = running.length > 0 ? await processTable.list() : [];
		for (const daemon of running) daemon.tree = descendantsOf(daemon.pid ?? 0, living);
		const trees = new Map(running.map((daemon) => [daemon.config.name, daemon.tree.map((one) => one.pid)]));
		const vitals = await this.sampler.sample(trees);
		for (const daemon of running) daemon.vitals = vitals.get(daemon.config.name) ?? UNKNOWN_VITALS;
	}

	private report(error: unknown): void {
		this.options.logger.error({ err: error }, "the supervisor met an unexpected error");
	}
}
