import type { DaemonConfig } from "../config/types.ts";
import { DAEMON_VARIABLE, HOME_VARIABLE, INSTANCE_VARIABLE } from "../process-table/types.ts";

/**
 * The environment as the person gave it, without what belongs to the dashboard or to a daemon it was started from. Taken
 * when the module is loaded: the pages' server sets variables of its own later (NODE_ENV=production among them, with which
 * a daemon's `npm install` would leave things out).
 */
const INHERITED = { ...process.env };
for (const key of Object.keys(INHERITED)) if (key.startsWith("NIGHTSHIFT_")) delete INHERITED[key];

export interface Place {
	home: string;
	/** Marks the process and all that it starts. */
	instance: string;
	statusFile?: string;
	/** Where it is asked to end, should the system have no signals. */
	stopFile?: string;
	/** The dashboard's address. */
	url?: string | null;
}

/** What a daemon's program finds in its environment. */
export function programEnvironment(
	{ name, env }: Pick<DaemonConfig, "name" | "env">,
	{ home, instance, statusFile, stopFile, url }: Place,
): NodeJS.ProcessEnv {
	return {
		...INHERITED,
		...env,
		[HOME_VARIABLE]: home,
		[DAEMON_VARIABLE]: name,
		[INSTANCE_VARIABLE]: instance,
		...(statusFile && { NIGHTSHIFT_STATUS_FILE: statusFile }),
		...(stopFile && { NIGHTSHIFT_STOP_FILE: stopFile }),
		...(url && { NIGHTSHIFT_URL: url }),
	};
}
