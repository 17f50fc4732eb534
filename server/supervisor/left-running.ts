import { readdir } from "node:fs/promises";
import { daemonSchema } from "../config/daemon-schema.ts";
import type { Paths } from "../config/paths.ts";
import { settleDaemon } from "../config/settle.ts";
import type { DaemonConfig } from "../config/types.ts";
import { daemonNameSchema } from "../contract/daemon.ts";
import { processTable } from "../process-table/table.ts";
import type { ProcessTable } from "../process-table/types.ts";
import { readProcessRecord } from "./records.ts";

/**
 * Daemons that run and have no place in config.json: they were taken out of it while no dashboard saw it. Their settings are
 * the defaults, which is all that looking after one until it ends takes.
 *
 * Only what was surely started for this very state directory and name: the process on record must say so itself, in its
 * environment. A folder that was copied, by hand or with all the rest, names processes of somebody else. (A system that shows
 * nobody an environment has none of these, nor has a program that was started without one.)
 *
 * @param known names in config.json
 */
export async function findLeftRunning(
	paths: Paths,
	known: ReadonlySet<string>,
	table: ProcessTable = processTable,
): Promise<DaemonConfig[]> {
	const entries = await readdir(paths.daemons).catch((error: NodeJS.ErrnoException) => {
		if (error.code === "ENOENT") return []; // there never was one
		throw error;
	});
	const names = entries.filter((name) => !known.has(name) && daemonNameSchema.safeParse(name).success);
	const left = await Promise.all(names.map((name) => findOne(paths, name, table)));
	return left.filter((config) => config !== null);
}

async function findOne(paths: Paths, name: string, table: ProcessTable): Promise<DaemonConfig | null> {
	const record = await readProcessRecord(paths.daemon(name));
	if (record?.name !== name || !record.identity) return null;
	const { pid, startTime, executable } = record.identity;
	const ours = (await table.startedFor(paths.home, name)).some(
		(one) => one.pid === pid && one.startTime === startTime && one.instance === record.instance,
	);
	// It is never started again, so that only its name is needed: its executable is for those who read.
	return ours ? settleDaemon(name, daemonSchema.parse({ command: [executable || name] }), paths.home) : null;
}
