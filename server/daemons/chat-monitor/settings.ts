import { loadConfig } from "../../config/load.ts";
import type { Paths } from "../../config/paths.ts";
import type { RecordConfig } from "../../config/record-types.ts";
import { NightshiftError } from "../../contract/errors.ts";

/** What the monitor is told by config.json. */
export interface MonitorSettings extends RecordConfig {
	/** By its IANA name; null: the machine's. */
	timeZone: string | null;
}

/**
 * What config.json says about this monitor. It is read once: a change of it is a restart.
 *
 * @throws NightshiftError `config-invalid` when it is not there, or is another program.
 */
export async function loadSettings(paths: Paths, name: string): Promise<MonitorSettings> {
	const config = await loadConfig(paths);
	const record = config.daemons.find((daemon) => daemon.name === name)?.record;
	if (!record) {
		throw new NightshiftError(
			"config-invalid",
			`${paths.config} has no daemon "${name}" with "program": "chat-monitor"; add it.`,
		);
	}
	return { ...record, timeZone: config.person?.timeZone ?? null };
}
