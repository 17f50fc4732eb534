import { loadConfig } from "../../config/load.ts";
import type { DaemonPaths } from "../../config/paths.ts";
import { readLastLines } from "../../http/api/read-log.ts";
import type { Context } from "../context.ts";
import { DONE } from "../context.ts";
import { checkNames } from "../daemon-names.ts";
import { followLog, isUnchanged, type OpenLog, openAtEnd } from "../follow-log.ts";

export interface LogsOptions {
	lines: number;
	follow?: boolean;
}

/** `nightshift logs NAME`: the last lines as the daemon wrote them; `-f` goes on with what it writes. */
export async function logs(context: Context, name: string, { lines, follow = false }: LogsOptions): Promise<number> {
	const { daemons } = await loadConfig(context.paths);
	checkNames(
		[name],
		daemons.map((daemon) => daemon.name),
	);
	const files = context.paths.daemon(name);
	const { last, log } = await readLog(files, lines);
	context.print({ name, lines: last }, () => (last.length > 0 ? last.join("\n") : null));
	if (last.length === 0 && !context.json) context.note(`${name} has written nothing yet.`);
	if (follow) await followLog(files.currentLog, log, process.stdout);
	else await log?.handle.close();
	return DONE;
}

/** A daemon that writes without a pause may change its log while it is read: then it is read again, so many times. */
const TRIES = 5;

/**
 * The last lines, and the log as read up to there, for whoever goes on. Should the log never hold still, it goes on from
 * before the reading: a line may then come twice, and none is lost.
 */
async function readLog(files: DaemonPaths, lines: number): Promise<{ last: string[]; log: OpenLog | null }> {
	for (let attempt = 1; ; attempt++) {
		const log = await openAtEnd(files.currentLog);
		const last = await readLastLines(files, lines);
		if (attempt === TRIES || (await isUnchanged(files.currentLog, log))) return { last, log };
		await log?.handle.close();
	}
}
