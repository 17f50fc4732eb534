import type { DaemonPaths } from "../config/paths.ts";
import type { DaemonConfig } from "../config/types.ts";
import type { NewActivity } from "../contract/activity.ts";
import type { DaemonStatus, IdentityMarks, LastExit } from "../contract/daemon.ts";
import { NightshiftError } from "../contract/errors.ts";
import { processTable } from "../process-table/table.ts";
import type { ProcessInfo } from "../process-table/types.ts";
import { describeDaemon } from "./describe.ts";
import { type Ended, fileExit, investigateExit } from "./exit-report.ts";
import { Heartbeat } from "./heartbeat.ts";
import { verifyIdentity } from "./identity.ts";
import { findInstance, startInstance } from "./instance.ts";
import { type ProcessRecord, readLastExit } from "./records.ts";
import { Recovery } from "./recovery.ts";
import type { RunningProcess, SeenExit } from "./running-process.ts";
import { endOrphans, type StopResult, stopTree } from "./stop-tree.ts";
import { Tally } from "./tally.ts";
import { UNKNOWN_VITALS, type Vitals } from "./vitals.ts";
import { type Condemnation, condemn } from "./watchdog.ts";

/** A program that does not write a heartbeat counts as up once it has lived this long. */
const SETTLE_MS = 150;
/** What a daemon that died may have left behind gets this long after the polite signal. */
const SWEEP = { signal: "SIGTERM", timeoutMs: 2_000 } as const;
const SHOW_SWEEP_AFTER_MS = 100;
const NOTHING_STOPPED: StopResult = { stopped: true, forced: false, survivors: [] };

export interface DaemonContext {
	home: string;
	paths: DaemonPaths;
	/** Asked at each start: the dashboard's address. */
	url(): string | null;
	onChange(): void;
	onActivity(entry: NewActivity): void;
	/** Something unexpected that a person can do nothing about: for the log. */
	onError(error: unknown): void;
}

/**
 * One daemon: what is wanted of it, and the one loop that brings it there.
 *
 * Requests only change what is wanted; a single loop compares that with what is and takes the next step until nothing is
 * left to do. So no two transitions of a daemon overlap, the newest wish wins, and repeating one is harmless.
 */
export class SupervisedDaemon {
	private phase: DaemonStatus["phase"] = "stopped";
	private reason: string | null = null;
	private process: RunningProcess | null = null;
	private marks: IdentityMarks | null = null;
	/** The instance that a restart wants gone. */
	private replace: string | null = null;
	/** How the present instance ended, until that is dealt with, and whether it was wanted. */
	private ended: { exit: SeenExit; asked: boolean } | null = null;
	/** Why the present instance must end although nobody asked for it. */
	private condemned: Condemnation | null = null;
	/** Set when the daemon outlived its stop: another request may try again. */
	private unstoppable = false;
	private lastExit: LastExit | null = null;
	private forceAt: Date | null = null;
	private timers: { ready?: NodeJS.Timeout; stable?: NodeJS.Timeout } = {};
	private loop: Promise<void> | null = null;
	private settling: (() => void)[] = [];
	private closed = false;
	private readonly tally: Tally;
	private readonly recovery: Recovery;
	private readonly heartbeat: Heartbeat;
	/** Counts what people asked for: a wish that came meanwhile goes before the restart policy. */
	private wishes = 0;
	vitals: Vitals = UNKNOWN_VITALS;
	/** The processes of its tree when last looked at. */
	tree: ProcessInfo[] = [];

	constructor(
		readonly config: DaemonConfig,
		private readonly context: DaemonContext,
	) {
		this.tally = new Tally(context.paths, context.onError);
		this.recovery = new Recovery(config, this.tally, () => this.kick());
		this.heartbeat = new Heartbeat(config, context.paths, () => this.onHeartbeat(), context.onError);
	}

	/**
	 * Loads what is on disk and finds the running instance again. Call once, before anything else.
	 *
	 * @param restart whether one that ended meanwhile is dealt with by its restart policy
	 */
	async adopt(restart: boolean): Promise<void> {
		await this.tally.load();
		this.lastExit = await readLastExit(this.context.paths);
		const found = await findInstance(this.context.paths);
		if (found.kind === "running") {
			if (!this.tally.recorded) this.tally.assumeUp();
			this.marks = found.marks;
			this.take(found.process);
			await this.heartbeat.follow(found.process.instance, found.process.startedAt);
			this.becomeRunning();
			this.say({ kind: "daemon", title: "Found the same process again", detail: `pid ${found.process.identity.pid}` });
		} else if (found.kind === "ended") {
			await this.finishUnwatched(found.record, restart);
		} else this.recovery.restore();
		this.changed();
	}

	/** Starts what should run: what a person wanted up when the last dashboard ended, or what starts with a first one. */
	resume(): void {
		if (!this.tally.recorded && this.config.autostart) this.tally.startAnew();
		this.kick();
	}

	/** A person wants it up. One that is up or on its way there is left alone. */
	start(): Promise<DaemonStatus> {
		const underway = this.process !== null && this.tally.desired === "up" && !this.ended && !this.unstoppable;
		if (!underway) this.beginAnew();
		return this.settled();
	}

	/** A person wants it down. */
	stop(): Promise<DaemonStatus> {
		this.wishes += 1;
		this.unstoppable = false;
		this.replace = null;
		this.tally.wantDown();
		this.recovery.release();
		this.kick();
		return this.settled();
	}

	/** A person wants a new instance in place of the present one; several such wishes at once are one. */
	restart(): Promise<DaemonStatus> {
		this.replace = this.process?.instance ?? null;
		this.beginAnew();
		return this.settled();
	}

	status(now = new Date()): DaemonStatus {
		const { config, tally, process, heartbeat } = this;
		const { hold } = this.recovery;
		return describeDaemon(
			{
				config,
				desired: tally.desired,
				phase: hold?.phase ?? this.phase,
				health: heartbeat.health(),
				reason: tally.problem ?? hold?.reason ?? this.reason ?? heartbeat.fileProblem,
				running: process && {
					pid: process.identity.pid,
					startedAt: process.startedAt,
					adopted: process.adopted,
				},
				marks: this.marks,
				status: heartbeat.status,
				heartbeatAt: heartbeat.at,
				vitals: this.vitals,
				restarts: tally.restarts,
				failures: tally.failures,
				nextRetryAt: hold?.until ?? null,
				forceAt: this.forceAt,
				lastExit: this.lastExit,
			},
			now,
		);
	}

	get pid(): number | null {
		return this.process?.identity.pid ?? null;
	}

	/** Once a second: looks at what no event reports. */
	async tick(): Promise<void> {
		this.tally.retry();
		if (await this.heartbeat.tick()) this.changed();
		if (this.phase !== "running" || this.condemned) return;
		this.condemned = condemn(this.config, this.heartbeat.health(), this.vitals);
		if (this.condemned) this.kick();
	}

	/** Stops supervising; the daemon itself goes on. */
	async close(): Promise<void> {
		this.closed = true;
		this.clearTimers();
		this.recovery.release();
		await this.loop;
		this.process?.release();
		await this.heartbeat.close();
		await this.tally.saved();
	}

	private beginAnew(): void {
		this.wishes += 1;
		this.unstoppable = false;
		this.recovery.release();
		this.tally.startAnew();
		this.kick();
	}

	private kick(): void {
		if (this.closed) return;
		this.loop ??= this.run().finally(() => {
			this.loop = null;
			this.changed();
			if (this.nextStep()) this.kick(); // a wish that came with the last step
		});
	}

	private async run(): Promise<void> {
		do {
			for (let step = this.nextStep(); step && !this.closed; step = this.nextStep()) {
				try {
					await step.call(this);
				} catch (error) {
					this.fail(error);
				}
			}
			await this.tally.saved();
		} while (this.nextStep() && !this.closed);
		if (this.tally.desired === "down" && !this.process) {
			this.phase = "stopped";
			this.reason = null;
		}
	}

	/** Compares what is wanted with what is; null when they agree or nothing can be done. */
	private nextStep(): (() => Promise<void>) | null {
		if (this.ended) return this.finishExit;
		if (this.unstoppable) return null;
		const { process } = this;
		if (this.tally.desired === "down") return process ? this.stopInstance : null;
		if (process) return process.instance === this.replace || this.condemned ? this.stopInstance : null;
		return this.recovery.hold ? null : this.startNew;
	}

	private async startNew(): Promise<void> {
		this.phase = "starting";
		this.reason = null;
		this.vitals = UNKNOWN_VITALS;
		this.marks = null;
		this.changed();
		const { config, context } = this;
		const { paths, home, onError } = context;
		const process = await startInstance({ config, paths, home, url: context.url(), onError });
		await this.heartbeat.follow(process.instance, process.startedAt);
		this.take(process);
		this.marks = (await verifyIdentity(process.identity)).marks;
		this.say({ kind: "daemon", title: "Started", detail: `pid ${process.identity.pid}` });
		if (this.ended) return;
		const { heartbeat, timeoutMs } = config.ready;
		if (heartbeat && this.heartbeat.status) return this.becomeRunning();
		this.timers.ready = setTimeout(
			() => {
				const silent = heartbeat && !this.heartbeat.status;
				this.becomeRunning(
					silent ? `No heartbeat in ${timeoutMs / 1000} s since its start; its log may say why.` : null,
				);
				this.changed();
			},
			heartbeat ? timeoutMs : SETTLE_MS,
		);
	}

	private take(process: RunningProcess): void {
		this.process = process;
		process.onExit((exit) => {
			const wanted = this.tally.desired === "down" || process.instance === this.replace;
			this.ended = { exit, asked: wanted || this.unstoppable };
			this.clearTimers();
			this.kick();
		});
	}

	private becomeRunning(reason: string | null = null): void {
		if (!this.process || this.ended || this.phase === "stopping") return;
		clearTimeout(this.timers.ready);
		this.phase = "running";
		this.reason = reason;
		this.timers.stable = setTimeout(() => {
			this.tally.becomeStable();
			this.changed();
		}, this.config.restart.stableAfterMs);
		this.timers.stable.unref();
	}

	private onHeartbeat(): void {
		if (this.phase === "starting" && this.heartbeat.status) this.becomeRunning();
		else if (this.phase === "running") this.reason = null;
		this.changed();
	}

	private async stopInstance(): Promise<void> {
		const { process } = this;
		if (!process) return;
		const { signal, timeoutMs } = this.config.stop;
		this.clearTimers();
		this.phase = "stopping";
		this.reason = this.condemned?.why ?? null;
		this.forceAt = new Date(Date.now() + timeoutMs);
		this.changed();
		const result = await stopTree(process.identity, {
			signal,
			timeoutMs,
			onForce: () => {
				this.reason = `It did not stop within ${timeoutMs / 1000} s of ${signal}, so it is being killed.`;
				this.changed();
			},
		});
		this.forceAt = null;
		if (!result.stopped) return this.outlivedStop(process);
		await process.look();
		const asked = this.tally.desired === "down" || process.instance === this.replace;
		const condemned = asked ? null : this.condemned;
		const wishes = this.wishes;
		const exit = await exitOf(process);
		const lastExit = await this.finish(process, { exit, asked: !condemned, stop: result, condemned: condemned?.cause });
		this.replace = null;
		this.phase = "stopped";
		this.reason = describeSurvivors(result);
		if (condemned && wishes === this.wishes) {
			this.say({ ...this.recovery.after(lastExit, ranFor(process)), detail: condemned.why });
			this.changed();
		} else this.say({ kind: "daemon", title: result.forced ? "Stopped by force" : "Stopped", detail: this.reason });
	}

	private outlivedStop(process: RunningProcess): void {
		this.unstoppable = true;
		this.replace = null;
		this.phase = "stop-failed";
		this.reason = `Process ${process.identity.pid} could not be ended, even by force: it may belong to another user or hang in the kernel. Look at it with "ps -o pid,user,stat,wchan -p ${process.identity.pid}".`;
		this.say({ kind: "problem", title: "Could not be stopped", detail: this.reason, outcome: "failed" });
	}

	/** It ended although nobody asked it to, or at last after a stop that seemed to fail. */
	private async finishExit(): Promise<void> {
		const { process, ended, wishes } = this;
		if (!process || !ended) return;
		const { exit, asked } = ended;
		this.forget();
		this.phase = "stopping";
		this.reason = "It has ended; what it left behind is being ended too.";
		const slow = setTimeout(() => this.changed(), SHOW_SWEEP_AFTER_MS); // most daemons leave nothing behind
		const swept = await endOrphans(process.identity, SWEEP, this.tree);
		clearTimeout(slow);
		const lastExit = await this.finish(process, { exit, asked, stop: { ...swept, forced: false } });
		this.unstoppable = false;
		this.replace = null;
		this.phase = "stopped";
		this.reason = describeSurvivors(swept);
		const decide = !asked && wishes === this.wishes;
		this.say(decide ? this.recovery.after(lastExit, ranFor(process)) : { kind: "daemon", title: "Stopped" });
		this.changed();
	}

	/**
	 * It ended while no dashboard ran. Its end is judged only when it says something of the daemon: neither a machine that
	 * was shut down nor a polite end of its own does.
	 */
	private async finishUnwatched(
		{ instance, oomKills, identity, startedAt }: ProcessRecord,
		restart: boolean,
	): Promise<void> {
		const rebooted = identity !== null && identity.boot !== (await processTable.boot());
		const stop = identity ? await endOrphans(identity, SWEEP) : NOTHING_STOPPED;
		const asked = this.tally.desired === "down";
		const exit: SeenExit = { code: null, signal: null };
		const lastExit = await this.report({ instance, oomKills, exit, asked, stop });
		if (!restart || asked || rebooted || lastExit.code === 0) return;
		this.say(this.recovery.after(lastExit, Date.now() - Date.parse(startedAt)));
	}

	private async finish(process: RunningProcess, how: Omit<Ended, "instance" | "oomKills">): Promise<LastExit> {
		process.release();
		this.forget();
		const { instance, oomKills } = process;
		return this.report({ instance, oomKills, ...how });
	}

	/** Nothing runs any more, and nothing known of the instance holds. */
	private forget(): void {
		this.process = null;
		this.ended = null;
		this.condemned = null;
		this.marks = null;
		this.vitals = UNKNOWN_VITALS;
		this.heartbeat.forget();
	}

	/** A full disk keeps the record from being written, not the daemon from being stopped. */
	private async report(ended: Ended): Promise<LastExit> {
		const { paths, onError } = this.context;
		this.lastExit = await investigateExit(paths, ended);
		await fileExit(paths, ended.instance, this.lastExit).catch(onError);
		return this.lastExit;
	}

	private fail(error: unknown): void {
		if (!(error instanceof NightshiftError)) this.context.onError(error);
		const reason =
			error instanceof NightshiftError
				? error.message
				: `Nightshift could not handle ${this.config.name} (${(error as Error).message}); the dashboard's log has the details.`;
		if (this.process) {
			this.unstoppable = true;
			this.reason = reason;
			this.phase = this.phase === "stopping" ? "stop-failed" : this.phase;
		} else {
			this.phase = "stopped";
			this.say(this.recovery.giveUp(reason));
		}
	}

	private clearTimers(): void {
		clearTimeout(this.timers.ready);
		clearTimeout(this.timers.stable);
	}

	private say(entry: NewActivity): void {
		this.context.onActivity({ ...entry, daemon: this.config.name });
	}

	/** Resolves with the status once nothing is under way any more, and what was wished for is durable. */
	private async settled(): Promise<DaemonStatus> {
		await new Promise<void>((resolve) => {
			const look = () => {
				if (this.closed || this.isSettled()) resolve();
				else this.settling.push(look);
			};
			look();
		});
		await this.tally.saved();
		return this.status();
	}

	private isSettled(): boolean {
		return !this.loop && this.phase !== "starting" && this.phase !== "stopping";
	}

	private changed(): void {
		this.context.onChange();
		if (this.settling.length > 0) for (const look of this.settling.splice(0)) look();
	}
}

/** Stopped processes have been seen to be gone; for a child the exit event may still be on its way. */
function exitOf(process: RunningProcess): Promise<SeenExit> {
	return new Promise((resolve) => process.onExit(resolve));
}

function ranFor(process: RunningProcess): number {
	return Date.now() - process.startedAt.getTime();
}

function describeSurvivors({ survivors }: StopResult): string | null {
	if (survivors.length === 0) return null;
	const names = survivors.map(({ pid, command }) => `${command} (${pid})`).join(", ");
	return `It is stopped, but some of what it started could not be ended: ${names}.`;
}
