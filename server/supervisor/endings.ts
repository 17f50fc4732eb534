import type { DaemonPaths } from "../config/paths.ts";
import type { DaemonConfig } from "../config/types.ts";
import type { LastExit } from "../contract/daemon.ts";
import { processTable } from "../process-table/table.ts";
import type { ProcessInfo } from "../process-table/types.ts";
import { type Ended, fileExit, investigateExit } from "./exit-report.ts";
import { probeToken } from "./health/health-monitor.ts";
import type { Identity } from "./identity.ts";
import { readLastExit } from "./records.ts";
import { endOrphans, type StopResult } from "./stop-tree.ts";

/** What a daemon that died may have left behind gets this long after the polite signal. */
const SWEEP = { signal: "SIGTERM", timeoutMs: 2_000 } as const;
const AT_ONCE = { signal: "SIGKILL", timeoutMs: 0 } as const;

/** How instances of one daemon ended: found out, written down, and what they left behind ended too. */
export class Endings {
	last: LastExit | null = null;

	constructor(
		private readonly paths: DaemonPaths,
		private readonly onError: (error: unknown) => void,
	) {}

	async load(): Promise<void> {
		this.last = await readLastExit(this.paths);
	}

	/**
	 * Finds out how it ended, and writes that down. A full disk keeps the record from being written, not the daemon from
	 * being stopped.
	 *
	 * @param decide what follows of it, on disk when it resolves: before the end is, or a dashboard that is killed in between
	 * would leave an end that nothing follows of, and the next would start what is not to be started again
	 */
	async report(ended: Ended, decide: (exit: LastExit) => Promise<void>): Promise<LastExit> {
		this.last = await investigateExit(this.paths, ended);
		await decide(this.last);
		await fileExit(this.paths, ended.instance, this.last).catch(this.onError);
		return this.last;
	}

	/** Ends what an instance left behind. @param tree its processes when last looked at */
	sweep(identity: Identity, tree: readonly ProcessInfo[] = []): Promise<StopResult> {
		return endOrphans(identity, SWEEP, tree);
	}

	/** Ends what is left of instances of which nothing else is known. @param tokens theirs */
	async sweepRemains(tokens: readonly string[]): Promise<void> {
		const boot = await processTable.boot();
		for (const instance of tokens) {
			await endOrphans({ pid: 0, startTime: "", executable: null, boot, instance }, SWEEP);
		}
	}

	/** Ends a probe's program that outlived its use, or the dashboard that ran it. */
	async endProbes({ ready, live }: DaemonConfig, identity: Identity): Promise<void> {
		if (!ready.exec && !live.exec) return;
		await endOrphans({ ...identity, instance: probeToken(identity.instance) }, AT_ONCE);
	}
}

/** What a stop could not end, in one sentence; null when nothing is left. */
export function describeSurvivors({ survivors }: Pick<StopResult, "survivors">): string | null {
	if (survivors.length === 0) return null;
	const names = survivors.map(({ pid, command }) => `${command} (${pid})`).join(", ");
	return `It is stopped, but some of what it started could not be ended: ${names}.`;
}
