import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { daemonSchema } from "../config/daemon-schema.ts";
import type { Paths } from "../config/paths.ts";
import { settleDaemon } from "../config/settle.ts";
import type { DaemonConfig } from "../config/types.ts";
import { daemonNameSchema } from "../contract/daemon.ts";
import { readProcessRecord } from "./records.ts";

/**
 * Daemons that have a record of something that runs, and no place in config.json: they were taken out of it while no
 * dashboard saw it. Their settings are the defaults, which is all that looking after one until it ends takes.
 *
 * @param known names in config.json
 */
export async function findLeftRunning(paths: Paths, known: ReadonlySet<string>): Promise<DaemonConfig[]> {
	const entries = await readdir(paths.daemons).catch((error: NodeJS.ErrnoException) => {
		if (error.code === "ENOENT") return []; // there never was one
		throw error;
	});
	const names = entries.filter((name) => !known.has(name) && daemonNameSchema.safeParse(name).success);
	const left = names.filter((name) => existsSync(paths.daemon(name).process));
	return Promise.all(left.map((name) => settingsFor(paths, name)));
}

async function settingsFor(paths: Paths, name: string): Promise<DaemonConfig> {
	const record = await readProcessRecord(paths.daemon(name));
	// It is never started again, so that only its name is needed: its executable is for those who read.
	const file = daemonSchema.parse({ command: [record?.identity?.executable || name] });
	return settleDaemon(name, file, paths.home);
}
