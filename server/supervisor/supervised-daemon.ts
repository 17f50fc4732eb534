import type { DaemonConfig } from "../config/types.ts";
import type { DaemonStatus } from "../contract/daemon.ts";
import { NightshiftError } from "../contract/errors.ts";
import type { DaemonContext } from "./daemon-context.ts";
import { assemble, type Parts } from "./parts.ts";
import type { PresentInstance } from "./present-instance.ts";
import { statusOf } from "./status-of.ts";

export interface StopRequest {
	/** Force is used after this long, instead of the daemon's own `stop.timeout`. */
	timeoutMs?: number | undefined;
}

/**
 * One daemon: what is wanted of it, and the one loop that brings it there. Requests only change what is wanted (see
 * `Wishes`), and the loop takes one step after another towards it (see `ReconcileLoop`, and `nextStep` here).
 */
export class SupervisedDaemon {
	/** The record of what runs is not on disk any more. */
	private recordLost = false;
	private readonly parts: Parts;

	constructor(
		public config: DaemonConfig,
		private readonly context: DaemonContext,
	) {
		this.parts = assemble(context, {
			config: () => this.config,
			next: () => this.nextStep(),
			failed: (error) => this.fail(error),
			rested: () => this.rest(),
			restartDue: () => this.restartOnSchedule(),
		});
	}

	/**
	 * Loads what is on disk and finds the running instance again. Call once, before anything else.
	 *
	 * @param restart whether one that ended meanwhile is dealt with by its restart policy
	 */
	async adopt(restart: boolean): Promise<void> {
		try {
			await this.parts.arrival.find(restart);
		} catch (error) {
			this.fail(error); // one that cannot be dealt with keeps no other from being found
		}
		this.parts.standing.changed();
	}

	/** Whether the dashboard itself will start it: it is wanted up, or starts with a first dashboard, and may be started. */
	get startsByItself(): boolean {
		const { present, tally, recovery } = this.parts;
		if (present.process) return false;
		return tally.recorded ? tally.desired === "up" && !recovery.hold : this.config.autostart;
	}

	/**
	 * Starts what should run: what a person wanted up when the last dashboard ended, or what starts with a first one.
	 *
	 * @param after it waits for these daemons; `resume` without them ends the wait
	 */
	resume(after: readonly string[] = []): void {
		const { tally, recovery, standing, loop } = this.parts;
		if (!tally.recorded && this.config.autostart) tally.startAnew();
		if (after.length > 0) {
			recovery.await(after);
			standing.changed();
			return;
		}
		if (recovery.hold?.phase === "starting") recovery.release();
		loop.kick();
	}

	/** A person wants it up. One that is up or on its way there is left alone. */
	start(): Promise<DaemonStatus> {
		const { wishes, loop } = this.parts;
		if (!wishes.isUnderWay) {
			wishes.up();
			loop.kick();
		}
		return this.settled();
	}

	/** A person wants it down. A shorter time-out also hastens a stop that is under way. */
	stop(request: StopRequest = {}): Promise<DaemonStatus> {
		const { wishes, loop } = this.parts;
		wishes.down();
		this.takePatience(request);
		loop.kick();
		return this.settled();
	}

	/** A person wants a new instance in place of the present one; several such wishes at once are one. */
	restart(request: StopRequest = {}): Promise<DaemonStatus> {
		const { wishes, loop } = this.parts;
		wishes.replace();
		this.takePatience(request);
		wishes.up();
		loop.kick();
		return this.settled();
	}

	/** Other settings hold from now on. What only a new process takes up, the next start takes up. */
	reconfigure(config: DaemonConfig): void {
		const { wishes, present, schedule, standing } = this.parts;
		this.config = config;
		wishes.orphaned = false;
		present.health.reconfigure(config);
		schedule.set(config.restart.schedule);
		standing.changed();
	}

	status(now = new Date()): DaemonStatus {
		return statusOf(this.config, this.parts, now);
	}

	/** What it is on its way to: others may be started after it. `null`: to nothing that could be waited for. */
	get usable(): boolean | null {
		const { present, standing, recovery, tally } = this.parts;
		if (present.process && standing.phase === "running") return true;
		const { hold } = recovery;
		const comes = tally.desired === "up" && (hold === null || hold.until !== null || hold.phase === "starting");
		return comes ? false : null;
	}

	/** What runs of it now. */
	get present(): PresentInstance {
		return this.parts.present;
	}

	/** Taken out of config.json while it ran. */
	get orphaned(): boolean {
		return this.parts.wishes.orphaned;
	}

	/** Takes it out of the configuration. It may run, or be on its way up: it is gone once it is at rest. */
	abandon(): void {
		const { wishes, recovery, schedule } = this.parts;
		wishes.orphaned = true;
		recovery.release();
		schedule.set(null);
	}

	/** Nothing runs, and nothing is under way. */
	get atRest(): boolean {
		return this.present.process === null && !this.parts.loop.active;
	}

	/**
	 * Once a second: looks at what no event reports.
	 *
	 * @param oomKills the kernel's count of a second ago: what it kills from then on may be this daemon
	 */
	async tick(oomKills: number | null): Promise<void> {
		const { present, tally, watch, loop } = this.parts;
		if (present.process) present.process.oomKills = oomKills ?? present.process.oomKills;
		tally.guard();
		if (await present.health.tick()) watch.onHealth();
		this.recordLost = await present.isRecordLost();
		if (this.recordLost) loop.kick();
		if (watch.judge()) loop.kick();
	}

	/** The machine, or this process, slept: what was missed meanwhile is nobody's fault. */
	excuse(): void {
		this.present.health.excuse();
	}

	/** Stops supervising; the daemon itself goes on. */
	async close(): Promise<void> {
		const { standing, watch, schedule, recovery, loop, present, tally } = this.parts;
		standing.close();
		watch.rest();
		schedule.set(null);
		recovery.release();
		await loop.close();
		await present.close();
		await tally.saved();
		standing.changed();
	}

	private restartOnSchedule(): void {
		const { wishes, present, tally, standing, loop } = this.parts;
		const runs = present.process && !present.ended && standing.phase === "running";
		if (!runs || tally.desired !== "up") return;
		wishes.replace();
		standing.say({ kind: "daemon", title: "Restarts as scheduled" });
		loop.kick();
	}

	private takePatience({ timeoutMs }: StopRequest): void {
		const { stopping, standing } = this.parts;
		if (timeoutMs !== undefined && stopping.allow(timeoutMs)) standing.changed();
	}

	/** Compares what is wanted with what is; null when they agree or nothing can be done. */
	private nextStep(): (() => Promise<void>) | null {
		const { present, wishes, tally, recovery, arrival, departure } = this.parts;
		const { process, ended, condemned } = present;
		if (ended) return () => departure.finish();
		if (wishes.unstoppable) return null;
		if (process && (wishes.wantGone || condemned)) return () => departure.stop();
		if (process) return this.recordLost ? () => this.renewRecord() : null;
		return tally.desired === "down" || recovery.hold || wishes.orphaned ? null : () => arrival.start();
	}

	private rest(): void {
		const { tally, present, standing } = this.parts;
		if (tally.desired === "down" && !present.process) standing.enter("stopped");
		standing.changed();
	}

	/** Only here, as a step: nothing else may write or remove a record meanwhile. */
	private async renewRecord(): Promise<void> {
		this.recordLost = false;
		await this.present.renewRecord();
	}

	private fail(error: unknown): void {
		const { present, wishes, standing, recovery } = this.parts;
		if (!(error instanceof NightshiftError)) this.context.onError(error);
		const reason =
			error instanceof NightshiftError
				? error.message
				: `Nightshift could not handle ${this.config.name} (${(error as Error).message}); the dashboard's log has the details.`;
		if (present.process) {
			wishes.unstoppable = true;
			standing.enter(standing.phase === "stopping" ? "stop-failed" : standing.phase, reason);
		} else {
			standing.phase = "stopped";
			standing.say(recovery.giveUp(reason));
		}
	}

	/** Resolves with the status once nothing is under way any more, and what was wished for is durable. */
	private async settled(): Promise<DaemonStatus> {
		const { standing, tally } = this.parts;
		await standing.settled();
		await tally.wishesSaved();
		return this.status();
	}
}
