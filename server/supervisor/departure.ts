import type { DaemonConfig } from "../config/types.ts";
import type { NewActivity } from "../contract/activity.ts";
import { processTable } from "../process-table/table.ts";
import type { DaemonContext, DaemonExit } from "./daemon-context.ts";
import { describeSurvivors, type Endings } from "./endings.ts";
import type { Ended } from "./exit-report.ts";
import { isOfAnotherBoot } from "./identity.ts";
import type { PoliteStop } from "./polite-stop.ts";
import type { PresentInstance } from "./present-instance.ts";
import type { ProcessRecord } from "./records.ts";
import type { Recovery } from "./recovery.ts";
import type { RunningProcess, SeenExit } from "./running-process.ts";
import type { RunningWatch } from "./running-watch.ts";
import type { Standing } from "./standing.ts";
import type { StopResult } from "./stop-tree.ts";
import type { Wishes } from "./wishes.ts";

const SHOW_SWEEP_AFTER_MS = 100;
const NOTHING_STOPPED: StopResult = { stopped: true, forced: false, survivors: [] };

export interface DepartureOptions {
	config(): DaemonConfig;
	context: DaemonContext;
	present: PresentInstance;
	watch: RunningWatch;
	wishes: Wishes;
	recovery: Recovery;
	stopping: PoliteStop;
	endings: Endings;
	standing: Standing;
}

/** How an instance goes: stopped, ended of its own, or found ended. What follows is decided here, and told. */
export class Departure {
	/** Whether the end of the present instance, when it came, was wanted. */
	private wasAsked = false;

	constructor(private readonly options: DepartureOptions) {}

	/** The present instance has just ended; `finish` deals with that. */
	seen(): void {
		const { watch, wishes } = this.options;
		watch.rest();
		this.wasAsked = wishes.unstoppable || wishes.wantGone;
	}

	/** Ends the present instance with all that it started. */
	async stop(): Promise<void> {
		const { config, present, watch, wishes, stopping, standing } = this.options;
		const { process } = present;
		if (!process) return;
		watch.rest();
		standing.enter("stopping", present.condemned?.why);
		const how = config().stop;
		const stopped = stopping.run(process.identity, how, (seconds) => {
			standing.reason = `It did not stop within ${seconds} s of ${how.signal}, so it is being killed.`;
			standing.changed();
		});
		standing.changed();
		const stop = await stopped;
		if (!stop.stopped) return this.outlived(process);
		await process.look();
		const condemned = wishes.wantGone ? null : present.condemned;
		const { count } = wishes;
		const { logFrom } = present;
		const exit = await exitOf(process);
		await this.conclude(process, { exit, asked: !condemned, logFrom, stop, condemned: condemned?.cause }, count);
	}

	/** It ended although nobody asked it to, or at last after a stop that seemed to fail. */
	async finish(): Promise<void> {
		const { present, wishes, endings, standing } = this.options;
		const { process, ended: exit, tree, logFrom } = present;
		if (!process || !exit) return;
		const { wasAsked: asked } = this;
		const { count } = wishes;
		this.forget();
		standing.enter("stopping", "It has ended; what it left behind is being ended too.");
		const slow = setTimeout(() => standing.changed(), SHOW_SWEEP_AFTER_MS); // most daemons leave nothing behind
		const swept = await endings.sweep(process.identity, tree);
		clearTimeout(slow);
		wishes.unstoppable = false;
		await this.conclude(process, { exit, asked, logFrom, stop: { ...swept, forced: false } }, count);
	}

	/**
	 * It ended while no dashboard ran. Its end is judged only when it says something of the daemon: neither a machine that
	 * was shut down nor a polite end of its own does.
	 *
	 * @param restart whether the restart policy may decide at all
	 */
	async finishUnwatched(
		{ instance, oomKills, identity, startedAt, logFrom = null }: ProcessRecord,
		restart: boolean,
	): Promise<void> {
		const { config, wishes, recovery, endings } = this.options;
		const rebooted = identity !== null && isOfAnotherBoot(identity, await processTable.boot());
		const stop = identity ? await endings.sweep(identity) : NOTHING_STOPPED;
		if (identity) await endings.endProbes(config(), identity);
		const asked = wishes.wantGone;
		const ended: SeenExit = { code: null, signal: null };
		let judged = false;
		let entry: NewActivity = {
			kind: "daemon",
			title: rebooted ? "Ended with the machine" : "Ended while no dashboard ran",
		};
		const exit = await endings.report({ instance, oomKills, logFrom, exit: ended, asked, stop }, async (found) => {
			// What follows of it was decided by the dashboard before, which did not live to write the end down.
			if (recovery.restore()) return;
			judged = restart && !asked && !rebooted && found.code !== 0;
			if (!judged) return;
			entry = recovery.after(found, Date.now() - Date.parse(startedAt));
			await recovery.saved();
		});
		this.tell({ instance, exit, asked: !judged, ranMs: null }, entry);
	}

	private outlived({ identity: { pid } }: RunningProcess): void {
		const { wishes, standing } = this.options;
		wishes.unstoppable = true;
		wishes.dropReplace();
		const reason = `Process ${pid} could not be ended, even by force: it may belong to another user or hang in the kernel. Look at it with "ps -o pid,user,stat,wchan -p ${pid}".`;
		standing.enter("stop-failed", reason);
		standing.say({ kind: "problem", title: "Could not be stopped", detail: reason, outcome: "failed" });
	}

	/**
	 * An instance has ended: it is written down and told, and when nobody asked for it the restart policy decides.
	 *
	 * @param count of the wishes when its end began: one that came since goes before the policy
	 */
	private async conclude(
		process: RunningProcess,
		how: Omit<Ended, "instance" | "oomKills">,
		count: number,
	): Promise<void> {
		const { config, present, wishes, recovery, endings, standing } = this.options;
		const ranMs = Date.now() - process.startedAt.getTime();
		const why = how.asked ? null : (present.condemned?.why ?? null);
		const { instance, oomKills, identity } = process;
		this.forget();
		await endings.endProbes(config(), identity);
		let decided: NewActivity | null = null;
		const exit = await endings.report({ instance, oomKills, ...how }, async (found) => {
			if (how.asked || count !== wishes.count || wishes.orphaned) return;
			decided = recovery.after(found, ranMs);
			await recovery.saved();
		});
		wishes.dropReplace();
		standing.enter("stopped", describeSurvivors(how.stop));
		const stopped: NewActivity = {
			kind: "daemon",
			title: how.stop.forced ? "Stopped by force" : "Stopped",
			detail: standing.reason,
		};
		const entry: NewActivity = decided ?? stopped;
		this.tell({ instance, exit, asked: how.asked, ranMs }, decided && why ? { ...entry, detail: why } : entry);
		if (decided) standing.changed();
	}

	/** Nothing runs any more. */
	private forget(): void {
		const { present, watch, stopping } = this.options;
		present.forget();
		watch.forget();
		stopping.forget();
	}

	private tell(end: Omit<DaemonExit, "name" | "decision">, entry: NewActivity): void {
		const { config, context, recovery, standing } = this.options;
		recovery.begin();
		standing.say(entry);
		const decision = recovery.hold?.reason ?? entry.detail ?? entry.title;
		context.onExit({ name: config().name, ...end, decision });
	}
}

/** Stopped processes have been seen to be gone; for a child the exit event may still be on its way. */
function exitOf(process: RunningProcess): Promise<SeenExit> {
	return new Promise((resolve) => process.onExit(resolve));
}
