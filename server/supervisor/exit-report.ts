import type { DaemonPaths } from "../config/paths.ts";
import type { LastExit } from "../contract/daemon.ts";
import { exitCause, mayHaveSaidWhy, oomKillCount } from "./exit-cause.ts";
import { readLogTail } from "./log-tail.ts";
import { readOwnExit, removeProcessRecord, writeExitRecord } from "./records.ts";
import type { SeenExit } from "./running-process.ts";
import type { StopResult } from "./stop-tree.ts";

/** Enough for a runtime's last words. */
const TAIL_BYTES = 8_192;

export interface Ended {
	instance: string;
	/** The count of out-of-memory kills when last asked before its end. */
	oomKills: number | null;
	/** Where its log begins; null when that is not known. */
	logFrom: number | null;
	exit: SeenExit;
	/** Whether a person or a command wanted it to end. */
	asked: boolean;
	/** How the stop went, or the sweep of what it left behind. */
	stop: StopResult;
	/** Why it had to end, when nobody asked for it. */
	condemned?: LastExit["cause"] | null;
}

/**
 * Finds out how an instance ended. What nobody saw is taken from the record that the daemon itself left, else it stays
 * unknown.
 */
export async function investigateExit(paths: DaemonPaths, ended: Ended): Promise<LastExit> {
	const { instance, exit, asked, stop, condemned } = ended;
	const own = exit.code === null && exit.signal === null ? await readOwnExit(paths, instance) : null;
	const code = exit.code ?? own?.code ?? null;
	const kills = oomKillCount();
	const { signal } = exit;
	const tells = !asked && mayHaveSaidWhy({ code, signal }); // else reading it would only hold up the restart
	const facts = {
		code,
		signal,
		asked,
		oomKills: kills !== null && ended.oomKills !== null && kills > ended.oomKills,
		logTail: tells ? await readLogTail(paths, TAIL_BYTES, ended.logFrom ?? 0) : "",
	};
	return {
		code,
		signal,
		cause: condemned ?? exitCause(facts),
		at: own?.at ?? new Date().toISOString(),
		forced: stop.forced,
		survivors: stop.survivors.map(({ pid, command }) => ({ pid, command })),
	};
}

/** Writes `exit.json` and removes the process record; both are over when it resolves or rejects. */
export async function fileExit(paths: DaemonPaths, instance: string, lastExit: LastExit): Promise<void> {
	const both = await Promise.allSettled([
		writeExitRecord(paths, { ...lastExit, v: 1, instance }),
		removeProcessRecord(paths, instance),
	]);
	for (const one of both) if (one.status === "rejected") throw one.reason;
}
