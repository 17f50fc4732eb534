import { readFile } from "node:fs/promises";
import { probeToken } from "../../supervisor/health/health-monitor.ts";
import { settingsOf } from "../../supervisor/settings.ts";
import { error, type Finding, hint } from "../finding.ts";
import type { OurProcess } from "../our-processes.ts";
import { realFolder } from "../real-folder.ts";
import type { Scene } from "../scene.ts";

/** The daemons' processes against their records and their settings. */
export async function checkDaemons(scene: Scene): Promise<Finding[]> {
	return [...(await findStaleRecords(scene)), ...findOrphans(scene), ...findDrift(scene)];
}

/** With a dashboard up they are its own business, and gone in a moment. */
async function findStaleRecords({ dashboard, looks, paths }: Scene): Promise<Finding[]> {
	if (dashboard.state !== "down") return [];
	const findings: Finding[] = [];
	for (const [name, { record, running }] of looks) {
		if (running) continue;
		const path = paths.daemon(name).process;
		const text = await readFile(path, "utf8").catch(() => null);
		if (text === null) continue;
		const what = record
			? `${path} names a process of ${name} that does not run any more`
			: `${path} names no process at all`;
		const repair = { kind: "remove", path, text } as const;
		findings.push(
			hint("stale-process-record", what, "the next start of the dashboard clears it away", {
				fix: "nightshift doctor --fix",
				repair,
			}),
		);
	}
	return findings;
}

/** What carries the token of an instance that no record knows: its daemon was started anew, or its record was removed. */
function findOrphans({ processes, looks, paths }: Scene): Finding[] {
	const own = realFolder(paths.home);
	// What a probe started carries a token of its own, made from its instance's.
	const instances = [...looks.values()].flatMap(({ record }) => record?.instance ?? []);
	const known = new Set(instances.flatMap((instance) => [instance, probeToken(instance)]));
	const orphans = processes.filter(
		({ home, daemon, instance }) => home === own && daemon !== null && instance !== null && !known.has(instance),
	);
	return [...groupByDaemon(orphans)].map(([daemon, group]) => {
		const names = group.map(({ name, pid }) => `${name} (${pid})`).join(", ");
		const fix = `kill ${group.map(({ pid }) => pid).join(" ")}`;
		const what = `An earlier instance of ${daemon} has left processes behind that no record knows: ${names}`;
		return error("orphaned-process", what, `look at them, then run ${fix}`, { fix });
	});
}

function groupByDaemon(all: readonly OurProcess[]): Map<string | null, OurProcess[]> {
	const groups = new Map<string | null, OurProcess[]>();
	for (const one of all) groups.set(one.daemon, [...(groups.get(one.daemon) ?? []), one]);
	return groups;
}

/** What only a new process takes up. */
function findDrift({ config, looks }: Scene): Finding[] {
	return (config?.daemons ?? []).flatMap((daemon) => {
		const { record, running } = looks.get(daemon.name) ?? {};
		if (!running || !record?.settings || record.settings === settingsOf(daemon)) return [];
		const fix = `nightshift restart ${daemon.name}`;
		const what = `${daemon.name} runs with other settings than config.json has now`;
		return [hint("settings-changed", what, `run ${fix} when it suits you`, { fix })];
	});
}
