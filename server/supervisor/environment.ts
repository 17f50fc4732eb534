import type { DaemonConfig } from "../config/types.ts";
import { DAEMON_VARIABLE, HOME_VARIABLE, INSTANCE_VARIABLE } from "../process-table/types.ts";

/**
 * The environment as the person gave it, without what belongs to the dashboard or to a daemon it was started from. Taken
 * when the module is loaded: the pages' server sets variables of its own later (NODE_ENV=production among them, with which
 * a daemon's `npm install` would leave things out).
 */
const INHERITED = { ...process.env };
for (const key of Object.keys(INHERITED)) if (key.startsWith("NIGHTSHIFT_")) delete INHERITED[key];

/** What programs cannot do without, even when a channel of notifications uses it too. */
const EVERYBODYS = new Set(["PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "TZ", "TMPDIR", "TEMP", "TMP"]);
let withheld: ReadonlySet<string> = new Set();

/**
 * From now on no program that is started gets these variables of the dashboard's environment: they are for the dashboard
 * alone (`variables` of its `notify`). What a daemon's own `env` sets it gets all the same.
 */
export function withhold(names: readonly string[]): void {
	withheld = new Set(names.filter((name) => !EVERYBODYS.has(name)));
}

/** The same without what is withheld at the moment: for whoever starts a program in the dashboard's own name. */
export function withoutWithheld(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	const left = { ...env };
	for (const name of withheld) delete left[name];
	return left;
}

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
		...withoutWithheld(INHERITED),
		...env,
		[HOME_VARIABLE]: home,
		[DAEMON_VARIABLE]: name,
		[INSTANCE_VARIABLE]: instance,
		...(statusFile && { NIGHTSHIFT_STATUS_FILE: statusFile }),
		...(stopFile && { NIGHTSHIFT_STOP_FILE: stopFile }),
		...(url && { NIGHTSHIFT_URL: url }),
	};
}
