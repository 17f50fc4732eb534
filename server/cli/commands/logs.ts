import { loadConfig } from "../../config/load.ts";
import { readLastLines } from "../../http/api/read-log.ts";
import type { Context } from "../context.ts";
import { DONE } from "../context.ts";
import { checkNames } from "../daemon-names.ts";
import { followLog } from "../follow-log.ts";

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
	const last = await readLastLines(files, lines);
	context.print({ name, lines: last }, () => (last.length > 0 ? last.join("\n") : null));
	if (last.length === 0 && !context.json) context.note(`${name} has written nothing yet.`);
	if (follow) await followLog(files.currentLog, process.stdout);
	return DONE;
}
