import { readdir } from "node:fs/promises";
import { type Found, findDashboard } from "../cli/dashboard/find.ts";
import { type LoadedConfig, loadConfig } from "../config/load.ts";
import { packageRoot } from "../config/package-root.ts";
import type { Environment, Paths } from "../config/paths.ts";
import { daemonNameSchema } from "../contract/daemon.ts";
import { NightshiftError } from "../contract/errors.ts";
import { type Look, lookForInstance } from "../supervisor/instance.ts";
import { listOurProcesses, type OurProcess } from "./our-processes.ts";
import { realFolder } from "./real-folder.ts";

/** What the checks look at, read once. */
export interface Scene {
	paths: Paths;
	env: Environment;
	/** The folder that Nightshift is installed in. */
	root: string;
	now: Date;
	/** Null when it has a mistake, or cannot be read. */
	config: LoadedConfig | null;
	/** Why not; null when it can. */
	mistake: NightshiftError | null;
	dashboard: Found;
	/** Of every daemon that is configured or has a folder: its record, and whether that very process lives. */
	looks: ReadonlyMap<string, Look>;
	/** All processes of this user's that Nightshift has started, in any state directory. */
	processes: OurProcess[];
}

export async function surveyScene(paths: Paths, env: Environment = process.env): Promise<Scene> {
	const [loaded, dashboard, folders, processes] = await Promise.all([
		load(paths, env),
		findDashboard(paths).catch((): Found => ({ state: "down", crashed: false })), // files that may not be read are found elsewhere
		readdir(`${paths.home}/daemons`).catch(() => []),
		listOurProcesses().then((all) => all.map((one) => ({ ...one, home: realFolder(one.home) }))),
	]);
	const usable = folders.filter((name) => daemonNameSchema.safeParse(name).success);
	const names = new Set([...(loaded.config?.daemons ?? []).map(({ name }) => name), ...usable]);
	const looks = new Map<string, Look>();
	for (const name of names) looks.set(name, await lookForInstance(paths.daemon(name)));
	return { paths, env, root: packageRoot(), now: new Date(), ...loaded, dashboard, looks, processes };
}

async function load(paths: Paths, env: Environment): Promise<Pick<Scene, "config" | "mistake">> {
	try {
		return { config: await loadConfig(paths, env), mistake: null };
	} catch (error) {
		if (!(error instanceof NightshiftError)) throw error;
		return { config: null, mistake: error };
	}
}
