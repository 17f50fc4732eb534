import { existsSync } from "node:fs";
import { error, type Finding } from "../finding.ts";
import type { Scene } from "../scene.ts";

/** What `config.json` says, and whether it can be done. */
export async function checkConfiguration({ config, mistake, paths }: Scene): Promise<Finding[]> {
	if (mistake) {
		const what = mistake.message.replace(/\.$/, "");
		return [
			error(
				"config-invalid",
				what,
				"correct that; until then what was read before stays in force, and no dashboard starts anew",
			),
		];
	}
	return (config?.daemons ?? []).flatMap(({ name, workspace, cwd }) => {
		const folder = workspace ?? cwd;
		if (existsSync(folder)) return [];
		const key = workspace === null ? "cwd" : "workspace";
		return [
			error(
				"folder-missing",
				`${name} cannot run: its folder ${folder} does not exist`,
				`create it, or change "${key}" of ${name} in ${paths.config}`,
			),
		];
	});
}
