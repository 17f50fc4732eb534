import type { Paths } from "../../config/paths.ts";
import type { DashboardStatus, Status } from "../../contract/daemon.ts";
import { NightshiftError } from "../../contract/errors.ts";
import { ANSWER_MS, type Found, findDashboard, silent } from "./find.ts";
import { callApi } from "./request.ts";

/** One that has just answered may be busy for this long, such as with its first page, on a machine that is. */
const BUSY_MS = 10_000;

/** The state of everything: from the dashboard when it answers, else from the process table and the files. */
export async function readStatus(paths: Paths, found: Found, patienceMs = BUSY_MS): Promise<Status> {
	if (found.state === "up") return callApi<Status>(found.address, "GET", "/api/v1/status", patienceMs);
	const [{ loadConfig }, { readStatusOffline }] = await Promise.all([
		import("../../config/load.ts"),
		import("../../supervisor/read-status.ts"),
	]);
	const { daemons } = await loadConfig(paths);
	return { dashboard: describeUnreachable(found), daemons: await readStatusOffline(paths, daemons), problems: [] };
}

/**
 * The same, at once: a dashboard that was found and then does not answer counts as one that does not answer.
 * @returns also how the dashboard was found
 */
export async function readStatusNow(paths: Paths): Promise<{ found: Found; status: Status }> {
	const found = await findDashboard(paths);
	try {
		return { found, status: await readStatus(paths, found, ANSWER_MS) };
	} catch (error) {
		if (found.state !== "up" || !(error instanceof NightshiftError) || error.code !== "dashboard-down") throw error;
		const busy = silent(found);
		return { found: busy, status: await readStatus(paths, busy) };
	}
}

/** What is known of a dashboard that does not answer, or of none. */
export function describeUnreachable(found: Exclude<Found, { state: "up" }>): DashboardStatus {
	const { pid, url } =
		found.state === "silent" ? { pid: found.identity.pid, url: found.url } : { pid: null, url: null };
	return { running: found.state === "silent", pid, url, version: null, startedAt: null };
}
