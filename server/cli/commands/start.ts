import { setFlagsFromString } from "node:v8";
import type { Context } from "../context.ts";
import { DONE, FAILED } from "../context.ts";
import { type Action, complaintOf } from "../dashboard/act.ts";
import { findDashboard, signInLink } from "../dashboard/find.ts";
import { prepareHome, type Started, startAll, withPort } from "../dashboard/start-all.ts";

export interface StartOptions {
	foreground?: boolean;
	dev?: boolean;
	/** The build is newer than a dashboard that may be running. */
	renew?: boolean;
	port?: number;
	open?: boolean;
}

/**
 * A dashboard lives for weeks and seldom hurries: its young heap stays as small as it began, as one in the background is
 * told on its command line (see `entryCommand`). That is 24 MB less after 700 requests.
 */
const SMALL_YOUNG_HEAP = "--semi-space-growth-factor=1";

/** `nightshift start [NAME…]`. */
export async function start(context: Context, names: string[], options: StartOptions): Promise<number> {
	const { dev = false, port } = options;
	if (options.foreground || dev) {
		if (!dev) setFlagsFromString(SMALL_YOUNG_HEAP);
		const config = await prepareHome(context);
		const { becomeDashboard, runFromSource } = await import("../dashboard/foreground.ts");
		return dev ? runFromSource(context, withPort(port)) : becomeDashboard(context, config, port);
	}
	if (options.renew) await endOldDashboard(context);
	const started = await startAll(context, { names: names.length > 0 ? names : null, port });
	return showStarted(context, started, "start", options.open);
}

/** Prints what runs and the link, opens it when asked to, and tells what did not start. */
export async function showStarted(context: Context, started: Started, action: Action, open = false): Promise<number> {
	const { status, running, outcomes } = started;
	const link = signInLink(running.address);
	// Loaded only now: the daemon is on its way while the table is printed.
	const [{ printStatus }, { cyan }] = await Promise.all([import("../print/status.ts"), import("../print/colors.ts")]);
	context.print({ ...status, link }, () => `${printStatus(status)}\n\nOpen ${cyan(link)}`);
	const complaints = outcomes.flatMap((outcome) => complaintOf(outcome, action) ?? []);
	for (const complaint of complaints) context.note(complaint);
	if (open) {
		const { browse } = await import("./open.ts");
		await browse(context, running.address);
	}
	return complaints.length > 0 ? FAILED : DONE;
}

/** Ends a dashboard that was started from an older build, so that the new one comes up. */
async function endOldDashboard({ paths, note }: Context): Promise<void> {
	const found = await findDashboard(paths);
	if (found.state === "down") return;
	const { haltDashboard } = await import("../dashboard/halt.ts");
	await haltDashboard(paths, found.identity);
	note("The dashboard starts anew with what was built; the daemons go on.");
}
