import { atBeginning } from "../../service/at-beginning.ts";
import { defineService } from "../../service/definition.ts";
import { readInstalledFile } from "../../service/file.ts";
import { serviceManager } from "../../service/manager.ts";
import { placeOf, serviceFile } from "../../service/place.ts";
import { reportService } from "../../service/report.ts";
import { runTool } from "../../service/run-tool.ts";
import type { ServiceManager } from "../../service/types.ts";
import { error, type Finding, hint } from "../finding.ts";
import type { Scene } from "../scene.ts";
import { judgeNode, neededNode } from "./installation.ts";

/** The installed service: does it start what is here, and would it leave the daemons alone? */
export async function checkService({ paths, env, root, dashboard }: Scene): Promise<Finding[]> {
	if (serviceFile(placeOf(paths.home, { env })) === null) return [];
	const manager = await serviceManager(paths.home, { env });
	const report = await reportService(manager, paths.home, defineService(paths.home, env));
	if (!report.installed) return [];
	const findings: Finding[] = [...report.problems, ...(await checkItsNode(manager, paths.home, root))];
	if (dashboard.state === "up" && report.active === false) {
		const what = `The dashboard (process ${dashboard.identity.pid}) was not started by ${report.title}, which would not mend its crash`;
		const fix = "nightshift restart --dashboard-only";
		findings.push(hint("service-bypassed", what, `run ${fix}; the daemons go on`, { fix }));
	}
	return findings;
}

/** The Node in the file may be another one than this. */
async function checkItsNode(manager: ServiceManager, home: string, root: string): Promise<Finding[]> {
	const { definition } = await readInstalledFile(manager, defineService(home));
	if (!definition || definition.node === process.execPath) return [];
	const { ok, stdout, missing } = await runTool(definition.node, ["--version"]);
	if (missing) return []; // told by the report
	if (!ok) {
		const what = `${atBeginning(manager.title)} starts ${definition.node}, which does not run`;
		return [
			error("service-program-gone", what, "run nightshift service install", { fix: "nightshift service install" }),
		];
	}
	return judgeNode(stdout.trim(), await neededNode(root)).map((finding) => ({
		...finding,
		id: "service-node-too-old",
	}));
}
