import { loadConfig } from "../../config/load.ts";
import { pathsOf } from "../../config/paths.ts";
import type { Config } from "../../config/types.ts";
import { error, type Finding, hint } from "../finding.ts";
import { listOwners } from "../lock-holders.ts";
import { realFolder } from "../real-folder.ts";
import type { Scene } from "../scene.ts";

/** Things that may have one owner only: the state directory, a workspace, a port. */
export async function checkOwners(scene: Scene): Promise<Finding[]> {
	const { config, paths, processes } = scene;
	const findings = judgeOwners(paths.home, await listOwners(paths.home));
	if (!config) return findings;
	const others = await readOtherHomes(scene);
	const running = new Set(processes.map(({ home, daemon }) => `${home}\0${daemon}`));
	return [
		...findings,
		...judgeWorkspaces(config, others, (home, name) => running.has(`${home}\0${name}`)),
		...judgePorts(config, others),
	];
}

/** Another state directory of this user's, in which something runs. */
export interface OtherHome {
	home: string;
	config: Config;
}

/** The lock lets one process in; but a state directory that was removed and made again has two locks. */
export function judgeOwners(home: string, owners: readonly number[]): Finding[] {
	if (owners.length < 2) return [];
	const pids = owners.join(" and ");
	const what = `${owners.length} dashboards run for ${home} (processes ${pids}): it was removed and made again under one of them`;
	return [
		error("two-dashboards", what, `run kill ${owners.join(" ")}, then nightshift start`, {
			fix: `kill ${owners.join(" ")}`,
		}),
	];
}

/** Two developers in one repository would take the same items. */
export function judgeWorkspaces(
	own: Config,
	others: readonly OtherHome[],
	runs: (home: string, name: string) => boolean,
): Finding[] {
	const findings: Finding[] = [];
	const seen = new Map<string, string>();
	for (const { name, workspace } of developersOf(own)) {
		const twin = seen.get(workspace);
		if (twin) {
			const what = `${twin} and ${name} both work on ${workspace}`;
			findings.push(
				error("shared-workspace", what, `give one of them a clone of its own, as "workspace" in config.json`),
			);
		}
		seen.set(workspace, name);
	}
	for (const { home, config } of others) {
		for (const { name, workspace } of developersOf(config)) {
			const twin = seen.get(workspace);
			if (!twin || !runs(home, name)) continue;
			const what = `${twin} and ${name} of ${home} both work on ${workspace}`;
			findings.push(error("shared-workspace", what, `stop one of them: nightshift stop ${name} --home ${home}`));
		}
	}
	return findings;
}

/** Of two dashboards on one port only the first starts. */
export function judgePorts({ dashboard }: Config, others: readonly OtherHome[]): Finding[] {
	return others
		.filter(({ config }) => dashboard.port !== 0 && config.dashboard.port === dashboard.port)
		.map(({ home }) => {
			const what = `${home} is to listen on port ${dashboard.port} too: whichever starts second does not start`;
			return hint("shared-port", what, `give one of them another "port" under "dashboard" in its config.json`);
		});
}

function developersOf({ daemons }: Config): { name: string; workspace: string }[] {
	return daemons.flatMap(({ name, program, workspace }) =>
		program === "code-developer" && workspace !== null ? [{ name, workspace: realFolder(workspace) }] : [],
	);
}

/** What cannot be read of them is their own doctor's to say. */
async function readOtherHomes({ paths, processes, env }: Scene): Promise<OtherHome[]> {
	const own = realFolder(paths.home);
	const homes = new Set(processes.map(({ home }) => home).filter((home) => home !== own));
	// This shell's port is not theirs.
	const bare = { ...env, NIGHTSHIFT_PORT: undefined, NIGHTSHIFT_HOST: undefined };
	const read = [...homes].map((home) =>
		loadConfig(pathsOf(home), bare).then(
			(config) => (config.exists ? [{ home, config }] : []),
			() => [],
		),
	);
	return (await Promise.all(read)).flat();
}
