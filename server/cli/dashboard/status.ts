import type { Paths } from "../../config/paths.ts";
import type { DashboardStatus, Status } from "../../contract/daemon.ts";
import { ANSWER_MS, type Found } from "./find.ts";
import { callApi } from "./request.ts";

/** The state of everything: from the dashboard when it answers, else from the process table and the files. */
export async function readStatus(paths: Paths, found: Found): Promise<Status> {
	if (found.state === "up") return callApi<Status>(found.address, "GET", "/api/v1/status", ANSWER_MS);
	const [{ loadConfig }, { readStatusOffline }] = await Promise.all([
		import("../../config/load.ts"),
		import("../../supervisor/read-status.ts"),
	]);
	const { daemons } = await loadConfig(paths);
	return { dashboard: describeUnreachable(found), daemons: await readStatusOffline(paths, daemons), problems: [] };
}

/** What is known of a dashboard that does not answer, or of none. */
export function describeUnreachable(found: Exclude<Found, { state: "up" }>): DashboardStatus {
	const { pid, url } =
		found.state === "silent" ? { pid: found.identity.pid, url: found.url } : { pid: null, url: null };
	return { running: found.state === "silent", pid, url, version: null, startedAt: null };
}
