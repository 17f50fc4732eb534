import type { DaemonPaths } from "../config/paths.ts";
import type { LastExit } from "../contract/daemon.ts";
import { exitCause, oomKillCount } from "./exit-cause.ts";
import { readLogTail } from "./log-tail.ts";
import { readOwnExit, removeProcessRecord, writeExitRecord } from "./records.ts";
import type { SeenExit } from "./running-process.ts";
import type { StopResult } from "./stop-tree.ts";

/** Enough for a runtime's last words. */
const TAIL_BYTES = 8_192;

export interface Ended {
	instance: string;
	/** The count of out-of-memory kills when it started. */
	oomKills: number | null;
	exit: SeenExit;
	/** How the stop went, when somebody asked for one. */
	stop: StopResult | null;
}

/**
 * Finds out how an instance ended, writes `exit.json` and removes its process record. What nobody saw is taken from the
 * record that the daemon itself left, else it stays unknown.
 */
export async function reportExit(paths: DaemonPaths, ended: Ended): Promise<LastExit> {
	const { instance, exit, stop } = ended;
	const own = exit.code === null && exit.signal === null ? await readOwnExit(paths, instance) : null;
	const code = exit.code ?? own?.code ?? null;
	const kills = oomKillCount();
	const lastExit: LastExit = {
		code,
		signal: exit.signal,
		cause: exitCause({
			code,
			signal: exit.signal,
			asked: stop !== null,
			oomKills: kills !== null && ended.oomKills !== null && kills > ended.oomKills,
			logTail: await readLogTail(paths.currentLog, TAIL_BYTES),
		}),
		at: own?.at ?? new Date().toISOString(),
		forced: stop?.forced ?? false,
		survivors: stop?.survivors.map(({ pid, command }) => ({ pid, command })) ?? [],
	};
	await writeExitRecord(paths, { ...lastExit, v: 1, instance });
	await removeProcessRecord(paths, instance);
	return lastExit;
}
