import { loadConfig } from "../../config/load.ts";
import type { Status } from "../../contract/daemon.ts";
import { NightshiftError } from "../../contract/errors.ts";
import { findRoadmapFile } from "../../roadmap/read-roadmap.ts";
import type { MarkOwner } from "../../work/marks.ts";
import type { Context } from "../context.ts";
import { checkNames } from "../daemon-names.ts";
import { oneLine } from "../print/terminal.ts";

/** Which roadmap is meant. */
export interface RoadmapChoice {
	file?: string | undefined;
	daemon?: string | undefined;
}

/** Where a roadmap is, and whose: null when it is a file that was named, or that of the folder one is in. */
export interface RoadmapPlace {
	file: string;
	owner: MarkOwner | null;
}

/** How long a dashboard that is well may take to say what runs. */
const ANSWER_MS = 3_000;

interface Developer {
	name: string;
	workspace: string;
}

/**
 * The file named, else the roadmap of the daemon named, else of the first developer daemon, else of the folder one is in.
 * @throws NightshiftError `not-found`, `unknown-daemon`, `config-invalid`
 */
export async function locateRoadmap(context: Context, { file, daemon }: RoadmapChoice): Promise<RoadmapPlace> {
	if (file !== undefined) return { file, owner: null };
	const developers = await developersOf(context);
	if (daemon !== undefined)
		checkNames(
			[daemon],
			developers.map(({ name }) => name),
		);
	const developer = daemon === undefined ? developers[0] : developers.find(({ name }) => name === daemon);
	const theirs = developer ? await findRoadmapFile(developer.workspace) : null;
	if (theirs && developer) return { file: theirs, owner: { daemon: developer.name, workspace: developer.workspace } };
	const here = daemon === undefined ? await findRoadmapFile(process.cwd()) : null;
	if (here) return { file: here, owner: null };
	const looked = [developer?.workspace, ...(daemon === undefined ? [process.cwd()] : [])].filter(Boolean).join(" and ");
	throw new NightshiftError("not-found", `There is no ROADMAP.md in ${looked}: name one with --file.`);
}

/** The developer daemons of config.json; of one with a mistake those that the running dashboard goes on with. */
async function developersOf(context: Context): Promise<Developer[]> {
	try {
		const { daemons } = await loadConfig(context.paths);
		return daemons.flatMap(({ name, program, workspace }) =>
			program === "code-developer" && workspace ? [{ name, workspace }] : [],
		);
	} catch (error) {
		if (!(error instanceof NightshiftError)) throw error;
		const inForce = await developersInForce(context);
		if (!inForce) throw error;
		context.note(oneLine(`${error.message} The dashboard goes on with the settings before, and so does this.`));
		return inForce;
	}
}

/** Null when no dashboard runs, or it does not say. */
async function developersInForce({ paths }: Context): Promise<Developer[] | null> {
	const { findDashboard } = await import("../dashboard/find.ts");
	const found = await findDashboard(paths);
	if (found.state !== "up") return null;
	const { callApi } = await import("../dashboard/request.ts");
	const { daemons } = await callApi<Status>(found.address, "GET", "/api/v1/status", ANSWER_MS);
	return daemons.flatMap(({ name, workspace }) => (workspace ? [{ name, workspace }] : []));
}
