import { writeStopRequest } from "../config/stop-request.ts";
import type { DaemonConfig } from "../config/types.ts";
import type { NewActivity } from "../contract/activity.ts";
import type { DaemonStatus } from "../contract/daemon.ts";
import { NightshiftError } from "../contract/errors.ts";
import { processTable } from "../process-table/table.ts";
import type { DaemonContext, DaemonExit } from "./daemon-context.ts";
import { describeDaemon } from "./describe.ts";
import { describeSurvivors, Endings } from "./endings.ts";
import type { Ended } from "./exit-report.ts";
import { HangWatch } from "./health/hang-watch.ts";
import type { Health } from "./health/health.ts";
import { condemn } from "./health/watchdog.ts";
import { isOfAnotherBoot } from "./identity.ts";
import { findInstance } from "./instance.ts";
import { PoliteStop } from "./polite-stop.ts";
import { PresentInstance } from "./present-instance.ts";
import { ReconcileLoop } from "./reconcile-loop.ts";
import type { ProcessRecord } from "./records.ts";
import { Recovery } from "./recovery.ts";
import { RestartSchedule } from "./restart-schedule.ts";
import type { RunningProcess, SeenExit } from "./running-process.ts";
import type { StopResult } from "./stop-tree.ts";
import { Tally } from "./tally.ts";

const SHOW_SWEEP_AFTER_MS = 100;
const NOTHING_KNOWN: Health = { health: "unknown", why: null };
const NOTHING_STOPPED: StopResult = { stopped: true, forced: false, survivors: [] };
const ORPHANED =
	"It is not in config.json any more: it goes on until it ends or you stop it, and is gone from here then.";

export interface StopRequest {
	/** Force is used after this long, instead of the daemon's own `stop.timeout`. */
	timeoutMs?: number | undefined;
}

/**
 * One daemon: what is wanted of it, and the one loop that brings it there. Requests only change what is wanted; see
 * `ReconcileLoop`.
 */
export class SupervisedDaemon {
	/** Taken out of config.json while it ran: it goes on until it ends, and is not started again. */
	orphaned = false;
	private phase: DaemonStatus["phase"] = "stopped";
	private reason: string | null = null;
	/** The instance that a restart wants gone. */
	private replace: string | null = null;
	/** Set when the daemon outlived its stop: another request may try again. */
	private unstoppable = false;
	/** Whether the end of the present instance, when it came, was wanted. */
	private endWasAsked = false;
	private stable: NodeJS.Timeout | undefined;
	private settling: (() => void)[] = [];
	private closed = false;
	/** The record of what runs is not on disk any more. */
	private recordLost = false;
	/** Counts what people asked for: a wish that came meanwhile goes before the restart policy. */
	private wishes = 0;
	private readonly loop: ReconcileLoop;
	private readonly tally: Tally;
	private readonly recovery: Recovery;
	private readonly schedule: RestartSchedule;
	private readonly stopping: PoliteStop;
	private readonly endings: Endings;
	private readonly hangs: HangWatch;
	readonly present: PresentInstance;

	constructor(
		public config: DaemonConfig,
		private readonly context: DaemonContext,
	) {
		const { home, paths, onError } = context;
		this.loop = new ReconcileLoop({
			next: () => this.nextStep()?.bind(this) ?? null,
			failed: (error) => this.fail(error),
			resting: () => this.tally.wishesSaved(),
			rested: () => this.rest(),
		});
		const ask = (instance: string) => writeStopRequest(paths.stopRequest, instance).catch(onError);
		this.stopping = new PoliteStop(process.platform === "win32" ? ask : null);
		this.tally = new Tally(paths, onError);
		this.recovery = new Recovery(
			() => this.config,
			this.tally,
			() => this.loop.kick(),
		);
		this.schedule = new RestartSchedule(() => this.restartOnSchedule());
		this.schedule.set(config.restart.schedule);
		this.present = new PresentInstance({
			config,
			home,
			paths,
			onError,
			onChange: () => this.onHealth(),
			onReady: () => this.becomeReady(),
			onLate: () => this.becomeLate(),
			onExit: () => {
				clearTimeout(this.stable);
				this.endWasAsked = this.unstoppable || this.isWantedGone();
				this.loop.kick();
			},
		});
		this.endings = new Endings(paths, onError);
		this.hangs = new HangWatch({
			onHang: ({ instance }, diagnosis) => {
				this.say({ kind: "problem", title: "Does not respond", detail: diagnosis, outcome: "failed" });
				context.onHang({ name: this.config.name, instance, diagnosis });
				this.changed();
			},
			onRecovery: () => this.say({ kind: "daemon", title: "Responds again" }),
			onError,
		});
	}

	/**
	 * Loads what is on disk and finds the running instance again. Call once, before anything else.
	 *
	 * @param restart whether one that ended meanwhile is dealt with by its restart policy
	 */
	async adopt(restart: boolean): Promise<void> {
		try {
			await this.find(restart);
		} catch (error) {
			this.fail(error); // one that cannot be dealt with keeps no other from being found
		}
		this.changed();
	}

	private async find(restart: boolean): Promise<void> {
		await this.tally.load();
		await this.endings.load();
		const { home, paths, onError } = this.context;
		const found = await findInstance({ config: this.config, home, paths, onError });
		if (found.kind === "running") {
			if (!this.tally.recorded) this.tally.assumeUp();
			await this.present.adopt(found);
			await this.endings.endProbes(this.config, found.process.identity);
			this.becomeRunning();
			this.say({ kind: "daemon", title: "Found the same process again", detail: `pid ${found.process.identity.pid}` });
			return;
		}
		await this.endings.sweepRemains(found.remains);
		if (found.kind === "ended") await this.finishUnwatched(found.record, restart);
		else this.recovery.restore();
	}

	/** Whether the dashboard itself will start it: it is wanted up, or starts with a first dashboard, and may be started. */
	get startsByItself(): boolean {
		if (this.present.process) return false;
		return this.tally.recorded ? this.tally.desired === "up" && !this.recovery.hold : this.config.autostart;
	}

	/**
	 * Starts what should run: what a person wanted up when the last dashboard ended, or what starts with a first one.
	 *
	 * @param after it waits for these daemons; `resume` without them ends the wait
	 */
	resume(after: readonly string[] = []): void {
		if (!this.tally.recorded && this.config.autostart) this.tally.startAnew();
		if (after.length > 0) {
			this.recovery.await(after);
			this.changed();
			return;
		}
		if (this.recovery.hold?.phase === "starting") this.recovery.release();
		this.loop.kick();
	}

	/** A person wants it up. One that is up or on its way there is left alone. */
	start(): Promise<DaemonStatus> {
		const { process, ended } = this.present;
		const underway = process !== null && this.tally.desired === "up" && !ended && !this.unstoppable;
		if (!underway) this.beginAnew();
		return this.settled();
	}

	/** A person wants it down. A shorter time-out also hastens a stop that is under way. */
	stop(request: StopRequest = {}): Promise<DaemonStatus> {
		this.wishes += 1;
		this.unstoppable = false;
		this.replace = null;
		this.tally.wantDown();
		this.recovery.release();
		this.takePatience(request);
		this.loop.kick();
		return this.settled();
	}

	/** A person wants a new instance in place of the present one; several such wishes at once are one. */
	restart(request: StopRequest = {}): Promise<DaemonStatus> {
		this.replace = this.present.process?.instance ?? null;
		this.takePatience(request);
		this.beginAnew();
		return this.settled();
	}

	/** Other settings hold from now on. What only a new process takes up, the next start takes up. */
	reconfigure(config: DaemonConfig): void {
		this.config = config;
		this.orphaned = false;
		this.present.health.reconfigure(config);
		this.schedule.set(config.restart.schedule);
		this.changed();
	}

	status(now = new Date()): DaemonStatus {
		const { config, tally, present } = this;
		const { process, health, vitals, marks } = present;
		const { hold } = this.recovery;
		const { heartbeat } = health;
		const { health: how, why } = health.health();
		const outdated = present.differsFrom(config);
		return describeDaemon(
			{
				config,
				desired: tally.desired,
				phase: hold?.phase ?? this.phase,
				health: how,
				reason:
					tally.problem ??
					hold?.reason ??
					this.reason ??
					(process && (this.hangs.diagnosis ?? why)) ??
					heartbeat.fileProblem ??
					present.recordProblem ??
					(this.orphaned ? ORPHANED : null),
				running: process && {
					pid: process.identity.pid,
					startedAt: process.startedAt,
					adopted: process.adopted,
				},
				marks,
				status: heartbeat.status,
				heartbeatAt: heartbeat.at,
				vitals,
				restarts: tally.restarts,
				failures: tally.failures,
				nextRetryAt: hold?.until ?? null,
				forceAt: this.stopping.forceAt,
				lastExit: this.endings.last,
				restartNeeded: outdated,
				nextScheduledAt: process ? this.schedule.next : null,
			},
			now,
		);
	}

	/** What it is on its way to: others may be started after it. `null`: to nothing that could be waited for. */
	get usable(): boolean | null {
		if (this.present.process && this.phase === "running") return true;
		const { hold } = this.recovery;
		const comes = this.tally.desired === "up" && (hold === null || hold.until !== null || hold.phase === "starting");
		return comes ? false : null;
	}

	/** Takes it out of the configuration. It may run, or be on its way up: it is gone once it is at rest. */
	abandon(): void {
		this.orphaned = true;
		this.recovery.release();
		this.schedule.set(null);
	}

	/** Nothing runs, and nothing is under way. */
	get atRest(): boolean {
		return this.present.process === null && !this.loop.active;
	}

	get pid(): number | null {
		return this.present.process?.identity.pid ?? null;
	}

	/**
	 * Once a second: looks at what no event reports.
	 *
	 * @param oomKills the kernel's count of a second ago: what it kills from then on may be this daemon
	 */
	async tick(oomKills: number | null): Promise<void> {
		if (this.present.process) this.present.process.oomKills = oomKills ?? this.present.process.oomKills;
		this.tally.guard();
		if (await this.present.health.tick()) this.onHealth();
		this.recordLost = await this.present.isRecordLost();
		if (this.recordLost) this.loop.kick();
		if ((this.phase !== "running" && this.phase !== "starting") || this.present.condemned) return;
		// While it starts only its memory counts: it has not promised to answer yet.
		const health = this.phase === "running" ? this.present.health.health() : NOTHING_KNOWN;
		this.present.condemned = condemn(this.config, health, this.present.vitals);
		if (this.present.condemned) this.loop.kick();
	}

	/** The machine, or this process, slept: what was missed meanwhile is nobody's fault. */
	excuse(): void {
		this.present.health.excuse();
	}

	/** Stops supervising; the daemon itself goes on. */
	async close(): Promise<void> {
		this.closed = true;
		clearTimeout(this.stable);
		this.schedule.set(null);
		this.recovery.release();
		await this.loop.close();
		await this.present.close();
		await this.tally.saved();
		this.changed();
	}

	private beginAnew(): void {
		this.wishes += 1;
		this.unstoppable = false;
		this.recovery.release();
		this.tally.startAnew();
		this.loop.kick();
	}

	private restartOnSchedule(): void {
		const { process, ended } = this.present;
		if (!process || ended || this.tally.desired !== "up" || this.phase !== "running") return;
		this.replace = process.instance;
		this.say({ kind: "daemon", title: "Restarts as scheduled" });
		this.loop.kick();
	}

	private takePatience({ timeoutMs }: StopRequest): void {
		if (timeoutMs !== undefined && this.stopping.allow(timeoutMs)) this.changed();
	}

	/** Compares what is wanted with what is; null when they agree or nothing can be done. */
	private nextStep(): (() => Promise<void>) | null {
		const { process, ended, condemned } = this.present;
		if (ended) return this.finishExit;
		if (this.unstoppable) return null;
		if (this.tally.desired === "down") return process ? this.stopInstance : null;
		if (process && (process.instance === this.replace || condemned)) return this.stopInstance;
		if (process) return this.recordLost ? this.renewRecord : null;
		return this.recovery.hold || this.orphaned ? null : this.startNew;
	}

	private rest(): void {
		if (this.tally.desired === "down" && !this.present.process) {
			this.phase = "stopped";
			this.reason = null;
		}
		this.changed();
	}

	private async startNew(): Promise<void> {
		this.phase = "starting";
		this.reason = null;
		this.changed();
		const { identity } = await this.present.start(this.config, this.context.url());
		this.say({ kind: "daemon", title: "Started", detail: `pid ${identity.pid}` });
	}

	/** Only here, as a step: nothing else may write or remove a record meanwhile. */
	private async renewRecord(): Promise<void> {
		this.recordLost = false;
		await this.present.renewRecord();
	}

	private becomeReady(): void {
		if (this.phase === "starting" || this.phase === "running") this.becomeRunning();
		this.changed();
	}

	/** Its time to become ready is over, and it runs all the same; what is not ready is not stable either. */
	private becomeLate(): void {
		const { process, ended } = this.present;
		if (process && !ended && this.phase === "starting") this.phase = "running";
		this.changed();
	}

	private becomeRunning(): void {
		const { process, ended } = this.present;
		if (!process || ended) return;
		this.phase = "running";
		this.reason = null;
		clearTimeout(this.stable);
		this.stable = setTimeout(() => {
			this.tally.becomeStable();
			this.context.onStable({ name: this.config.name, instance: process.instance });
			this.changed();
		}, this.config.restart.stableAfterMs);
		this.stable.unref();
	}

	/** What it says of itself, or what is seen of it, has changed. */
	private onHealth(): void {
		const { process, health } = this.present;
		if (process && this.phase === "running") this.hangs.look(process, health.health(), this.present.vitals);
		this.changed();
	}

	private async stopInstance(): Promise<void> {
		const { process, condemned: condemnation } = this.present;
		if (!process) return;
		clearTimeout(this.stable);
		this.phase = "stopping";
		this.reason = condemnation?.why ?? null;
		const stopped = this.stopping.run(process.identity, this.config.stop, (seconds) => {
			this.reason = `It did not stop within ${seconds} s of ${this.config.stop.signal}, so it is being killed.`;
			this.changed();
		});
		this.changed();
		const stop = await stopped;
		if (!stop.stopped) return this.outlivedStop(process);
		await process.look();
		const condemned = this.isWantedGone() ? null : this.present.condemned;
		const { wishes } = this;
		const { logFrom } = this.present;
		const exit = await exitOf(process);
		await this.conclude(process, { exit, asked: !condemned, logFrom, stop, condemned: condemned?.cause }, wishes);
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
		const { process, ended: exit, tree, logFrom } = this.present;
		if (!process || !exit) return;
		const { wishes, endWasAsked: asked } = this;
		this.forget();
		this.phase = "stopping";
		this.reason = "It has ended; what it left behind is being ended too.";
		const slow = setTimeout(() => this.changed(), SHOW_SWEEP_AFTER_MS); // most daemons leave nothing behind
		const swept = await this.endings.sweep(process.identity, tree);
		clearTimeout(slow);
		this.unstoppable = false;
		await this.conclude(process, { exit, asked, logFrom, stop: { ...swept, forced: false } }, wishes);
	}

	private isWantedGone(): boolean {
		return this.tally.desired === "down" || this.present.process?.instance === this.replace;
	}

	/** Nothing runs any more. */
	private forget(): void {
		this.present.forget();
		this.hangs.forget();
		this.stopping.forget();
	}

	/**
	 * An instance has ended: it is written down and told, and when nobody asked for it the restart policy decides.
	 *
	 * @param wishes when its end began: a wish that came since goes before the policy
	 */
	private async conclude(
		process: RunningProcess,
		how: Omit<Ended, "instance" | "oomKills">,
		wishes: number,
	): Promise<void> {
		const ranMs = Date.now() - process.startedAt.getTime();
		const why = how.asked ? null : (this.present.condemned?.why ?? null);
		const { instance, oomKills, identity } = process;
		this.forget();
		await this.endings.endProbes(this.config, identity);
		const exit = await this.endings.report({ instance, oomKills, ...how });
		this.replace = null;
		this.phase = "stopped";
		this.reason = describeSurvivors(how.stop);
		const decides = !how.asked && wishes === this.wishes && !this.orphaned;
		const stopped: NewActivity = {
			kind: "daemon",
			title: how.stop.forced ? "Stopped by force" : "Stopped",
			detail: this.reason,
		};
		const entry = decides ? this.recovery.after(exit, ranMs) : stopped;
		this.tellEnd({ instance, exit, asked: how.asked, ranMs }, decides && why ? { ...entry, detail: why } : entry);
		if (decides) this.changed();
	}

	/**
	 * It ended while no dashboard ran. Its end is judged only when it says something of the daemon: neither a machine that
	 * was shut down nor a polite end of its own does.
	 */
	private async finishUnwatched(
		{ instance, oomKills, identity, startedAt, logFrom = null }: ProcessRecord,
		restart: boolean,
	): Promise<void> {
		const rebooted = identity !== null && isOfAnotherBoot(identity, await processTable.boot());
		const stop = identity ? await this.endings.sweep(identity) : NOTHING_STOPPED;
		if (identity) await this.endings.endProbes(this.config, identity);
		const asked = this.tally.desired === "down";
		const ended: SeenExit = { code: null, signal: null };
		const exit = await this.endings.report({ instance, oomKills, logFrom, exit: ended, asked, stop });
		const judged = restart && !asked && !rebooted && exit.code !== 0;
		const entry: NewActivity = judged
			? this.recovery.after(exit, Date.now() - Date.parse(startedAt))
			: { kind: "daemon", title: rebooted ? "Ended with the machine" : "Ended while no dashboard ran" };
		this.tellEnd({ instance, exit, asked: !judged, ranMs: null }, entry);
	}

	private tellEnd(end: Omit<DaemonExit, "name" | "decision">, entry: NewActivity): void {
		this.say(entry);
		const { name } = this.config;
		this.context.onExit({ name, ...end, decision: this.recovery.hold?.reason ?? entry.detail ?? entry.title });
	}

	private fail(error: unknown): void {
		if (!(error instanceof NightshiftError)) this.context.onError(error);
		const reason =
			error instanceof NightshiftError
				? error.message
				: `Nightshift could not handle ${this.config.name} (${(error as Error).message}); the dashboard's log has the details.`;
		if (this.present.process) {
			this.unstoppable = true;
			this.reason = reason;
			this.phase = this.phase === "stopping" ? "stop-failed" : this.phase;
		} else {
			this.phase = "stopped";
			this.say(this.recovery.giveUp(reason));
		}
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
		await this.tally.wishesSaved();
		return this.status();
	}

	private isSettled(): boolean {
		return !this.loop.active && this.phase !== "starting" && this.phase !== "stopping";
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
