import type { Paths } from "../config/paths.ts";
import { NightshiftError } from "../contract/errors.ts";
import { checkClock } from "./checks/clock.ts";
import { checkConfiguration } from "./checks/configuration.ts";
import { checkDaemons } from "./checks/daemons.ts";
import { checkDashboard } from "./checks/dashboard.ts";
import { checkDatabase } from "./checks/database.ts";
import { checkDisk } from "./checks/disk.ts";
import { checkInstallation } from "./checks/installation.ts";
import { checkLogs } from "./checks/logs.ts";
import { checkOwners } from "./checks/owners.ts";
import { checkService } from "./checks/service.ts";
import { checkStateDirectory } from "./checks/state-directory.ts";
import { checkWatches } from "./checks/watches.ts";
import { checkWorktrees } from "./checks/worktrees.ts";
import type { Check, Finding } from "./finding.ts";
import { type Scene, surveyScene } from "./scene.ts";

const CHECKS: readonly Check[] = [
	checkInstallation,
	checkStateDirectory,
	checkConfiguration,
	checkOwners,
	checkDashboard,
	checkDaemons,
	checkService,
	checkDatabase,
	checkDisk,
	checkLogs,
	checkWorktrees,
	checkWatches,
	checkClock,
];

/**
 * Looks at a state directory, the installation and the machine, and changes nothing. Works with the dashboard down or hung,
 * with a broken configuration or database, and without a state directory.
 */
export async function examine(paths: Paths, changes: Partial<Scene> = {}): Promise<Finding[]> {
	const scene = { ...(await surveyScene(paths, changes.env)), ...changes };
	return (await Promise.all(CHECKS.map((check) => run(check, scene)))).flat();
}

/** One check that fails keeps nobody from the findings of the others. */
async function run(check: Check, scene: Scene): Promise<Finding[]> {
	try {
		return await check(scene);
	} catch (error) {
		const why = error instanceof NightshiftError ? error.message : `${(error as Error).message}.`;
		const what = `${check.name.replace(/^check/, "The check of ")} could not be done: ${why}`;
		return [{ id: "check-failed", severity: "error", what, mend: "report it, with this output" }];
	}
}
