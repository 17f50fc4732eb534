import { existsSync } from "node:fs";
import { atBeginning } from "./at-beginning.ts";
import { defineService } from "./definition.ts";
import { type InstalledFile, readInstalledFile } from "./file.ts";
import { versionManagerOf } from "./node-path.ts";
import type { ServiceDefinition, ServiceKind, ServiceManager, ServiceProblem, ServiceState } from "./types.ts";

/** All that is known of the service of one state directory. */
export interface ServiceReport {
	kind: ServiceKind;
	/** For a sentence: `the systemd user unit nightshift.service`. */
	title: string;
	file: string;
	installed: boolean;
	/** It was changed by hand since it was made, or made by hand. */
	edited: boolean;
	/** How it differs from what would be made now, as a unified diff; null when it does not. */
	difference: string | null;
	enabled: boolean | null;
	active: boolean | null;
	pid: number | null;
	/** Whether it starts at boot and goes on after a logout, or only with a session. */
	boot: boolean | null;
	problems: ServiceProblem[];
}

/** Looks at everything and changes nothing. */
export async function reportService(
	manager: ServiceManager,
	home: string,
	definition: ServiceDefinition = defineService(home),
): Promise<ServiceReport> {
	const file = await readInstalledFile(manager, definition);
	const installed = file.text !== null;
	const { problems, ...state } = installed ? await manager.state() : NOTHING;
	return {
		kind: manager.kind,
		title: manager.title,
		file: manager.file,
		installed,
		edited: file.edited,
		difference: file.difference,
		...state,
		problems: installed ? [...problems, ...problemsOf(manager, file, definition, state.enabled)] : [],
	};
}

const NOTHING: ServiceState = { enabled: false, active: false, pid: null, boot: null, problems: [] };
const AGAIN = "nightshift service install";

/** What is wrong with an installed file: what it names is gone, or it is not what would be made now. */
function problemsOf(
	{ title, file }: ServiceManager,
	{ definition: made, edited, difference }: InstalledFile,
	wanted: ServiceDefinition,
	enabled: boolean | null,
): ServiceProblem[] {
	const problems: ServiceProblem[] = [];
	const it = atBeginning(title);
	const again = edited ? `${AGAIN} --force` : AGAIN;
	const add = (id: string, severity: ServiceProblem["severity"], what: string, fix: string) =>
		problems.push({ id, severity, what, mend: `run ${fix}`, fix });
	const gone = made && [made.node, made.program].find((path) => !existsSync(path));
	if (gone) add("service-program-gone", "error", `${it} starts ${gone}, which is not there any more`, again);
	else if (made && made.node !== wanted.node) {
		add("service-outdated", "hint", `${it} starts ${made.node}, while you use ${wanted.node}`, again);
	} else if (made && made.root !== wanted.root) {
		add("service-outdated", "hint", `${it} starts the Nightshift in ${made.root}, and this is ${wanted.root}`, again);
	} else if (edited) {
		const mend = `nothing, if that was you; ${again} replaces it`;
		problems.push({ id: "service-edited", severity: "hint", what: `${file} was edited by hand`, mend });
	} else if (difference) {
		add("service-outdated", "hint", `${file} is not what this version of Nightshift makes`, again);
	}
	if (enabled === false) add("service-not-enabled", "error", `${it} is there, but does not start by itself`, again);
	const keeper = made && !gone ? versionManagerOf(made.node) : null;
	if (keeper) {
		const what = `${it} starts the Node of ${keeper}, and an upgrade may take that away`;
		const mend = `run ${AGAIN} again after you change Node`;
		problems.push({ id: "service-node-managed", severity: "hint", what, mend });
	}
	return problems;
}
