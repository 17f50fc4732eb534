import { entryCommand } from "../../config/entry.ts";
import { loadConfig } from "../../config/load.ts";
import type { Paths } from "../../config/paths.ts";
import { settleAgent } from "../../config/settle-work.ts";
import type { AgentConfig, WorkConfig } from "../../config/types.ts";
import { NightshiftError } from "../../contract/errors.ts";

export interface AgentSettings extends AgentConfig {
	/** The runbook agent: it runs the item's own steps and takes no instructions beyond. */
	builtIn: boolean;
}
export interface Settings {
	/** The configured folder, absolute. */
	workspace: string;
	agent: AgentSettings;
	work: WorkConfig;
}

/**
 * What config.json says about this developer.
 *
 * @throws NightshiftError `config-invalid` when it is not there, or says too little to work with.
 */
export async function loadSettings(paths: Paths, name: string): Promise<Settings> {
	const config = (await loadConfig(paths)).daemons.find((daemon) => daemon.name === name);
	if (!config) {
		throw new NightshiftError(
			"config-invalid",
			`${paths.config} has no daemon "${name}"; add it, with the "workspace" it works in.`,
		);
	}
	if (!config.workspace) {
		throw new NightshiftError(
			"config-invalid",
			`${paths.config}: "${name}" has no "workspace"; set it to the repository to work in.`,
		);
	}
	const own = config.agent ?? settleAgent({ command: entryCommand("runbook-agent") });
	return { workspace: config.workspace, agent: { ...own, builtIn: config.agent === null }, work: config.work };
}
