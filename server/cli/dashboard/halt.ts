import { rm } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import type { Paths } from "../../config/paths.ts";
import { NightshiftError } from "../../contract/errors.ts";
import { stopThroughService } from "../../service/handover.ts";
import { type Identity, isStillAlive, verifyIdentity } from "../../supervisor/identity.ts";

/** A dashboard that is well ends within three seconds; one that hangs is ended by force. */
const POLITE_MS = 5_000;
const FORCED_MS = 5_000;
const LOOK_MS = 25;

/** How it ended: by itself, or by force. */
export type Halted = "polite" | "forced";

/**
 * Ends the dashboard's process and waits until it is gone. Its daemons are not touched. Verified before each signal: a
 * pid that belongs to somebody else by now is never signalled. One that was ended by force cannot take its record away
 * itself; else the next dashboard would find what looks like a crash.
 */
export async function haltDashboard(paths: Paths, identity: Identity): Promise<Halted> {
	const how = await stopThroughService(paths, identity.pid);
	if (how !== "forced" && (await endWith(identity, "SIGTERM", POLITE_MS))) return "polite";
	if (await endWith(identity, "SIGKILL", FORCED_MS)) {
		await rm(paths.dashboard, { force: true });
		return "forced";
	}
	const sentence = `The dashboard (pid ${identity.pid}) does not end, not even by force: look at it with your system's process monitor.`;
	throw new NightshiftError("stop-failed", sentence);
}

async function endWith(identity: Identity, signal: NodeJS.Signals, withinMs: number): Promise<boolean> {
	if ((await verifyIdentity(identity)).verdict !== "same") return true;
	try {
		process.kill(identity.pid, signal);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ESRCH") return true;
		const sentence = `The dashboard (pid ${identity.pid}) belongs to another user: stop it as that user.`;
		throw new NightshiftError("stop-failed", sentence, {}, { cause: error });
	}
	// Nobody announces the end of a process that is not one's child.
	for (const deadline = Date.now() + withinMs; Date.now() < deadline; await delay(LOOK_MS)) {
		if (!(await isStillAlive(identity))) return true;
	}
	return false;
}
