import type { Context } from "../context.ts";
import { DONE, FAILED } from "../context.ts";
import { checkNames } from "../daemon-names.ts";
import { type Action, complaintOf } from "../dashboard/act.ts";
import { signInLink } from "../dashboard/find.ts";
import { endOldDashboard, prepareHome, type Started, startAll, withPort } from "../dashboard/start-all.ts";
import { cyan } from "../print/colors.ts";
import { printStatus } from "../print/status.ts";
import { browse } from "./open.ts";

export interface StartOptions {
	foreground?: boolean;
	dev?: boolean;
	/** The build is newer than a dashboard that may be running. */
	renew?: boolean;
	port?: number;
	open?: boolean;
}

/** `nightshift start [NAME…]`. */
export async function start(context: Context, names: string[], options: StartOptions): Promise<number> {
	const { daemons } = await prepareHome(context);
	checkNames(
		names,
		daemons.map(({ name }) => name),
	);
	if (options.foreground || options.dev) {
		const { runInForeground } = await import("../dashboard/foreground.ts");
		const { dev = false, port } = options;
		return runInForeground(context.paths, { env: withPort(port), dev, note: context.note });
	}
	if (options.renew) await endOldDashboard(context);
	const wanted = names.length > 0 ? names : daemons.filter(({ autostart }) => autostart).map(({ name }) => name);
	return showStarted(context, await startAll(context, { names: wanted, port: options.port }), "start", options.open);
}

/** Prints what runs and the link, opens it when asked to, and tells what did not start. */
export async function showStarted(context: Context, started: Started, action: Action, open = false): Promise<number> {
	const { status, running, outcomes } = started;
	const link = signInLink(running.address);
	context.print({ ...status, link }, () => `${printStatus(status)}\n\nOpen ${cyan(link)}`);
	const complaints = outcomes.flatMap((outcome) => complaintOf(outcome, action) ?? []);
	for (const complaint of complaints) context.note(complaint);
	if (open) await browse(context, link);
	return complaints.length > 0 ? FAILED : DONE;
}
