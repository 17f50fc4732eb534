import type { Context } from "../context.ts";
import { FAILED } from "../context.ts";
import { checkNames } from "../daemon-names.ts";
import { complaintOf } from "../dashboard/act.ts";
import { afterOf } from "../dashboard/order.ts";
import { prepareHome, startAll } from "../dashboard/start-all.ts";
import { stopAll } from "../dashboard/stop-all.ts";
import { showStarted } from "./start.ts";

export interface RestartOptions {
	dashboardOnly?: boolean;
	/** When force is used, in milliseconds. */
	timeout?: number;
	port?: number;
	open?: boolean;
}

/**
 * `nightshift restart [NAME…]`. Without names everything stops; the dashboard comes back with the daemons that were
 * running and those that start with it.
 */
export async function restart(context: Context, names: string[], options: RestartOptions): Promise<number> {
	const { daemons } = await prepareHome(context);
	const known = daemons.map(({ name }) => name);
	checkNames(names, known);
	const { port, open, dashboardOnly = false, timeout: timeoutMs } = options;
	if (names.length > 0) {
		const started = await startAll(context, { names, action: "restart", port, timeoutMs });
		return showStarted(context, started, "restart", open);
	}
	const stopped = await stopAll(context.paths, { names: [], dashboardOnly, timeoutMs, note: context.note });
	const complaints = stopped.outcomes.flatMap((outcome) => complaintOf(outcome, "stop") ?? []);
	for (const complaint of complaints) context.note(complaint);
	const wereUp = new Set(stopped.before.filter(({ desired }) => desired === "up").map(({ name }) => name));
	const wanted = dashboardOnly ? [] : daemons.filter(({ name, autostart }) => autostart || wereUp.has(name));
	// Also when one could not be stopped: what did stop must come back.
	const started = await startAll(context, { names: wanted.map(({ name }) => name), after: afterOf(daemons), port });
	const status = await showStarted(context, started, "start", open);
	return complaints.length > 0 ? FAILED : status;
}
