import type { Paths } from "../../config/paths.ts";
import type { DaemonStatus } from "../../contract/daemon.ts";
import { NightshiftError } from "../../contract/errors.ts";
import { checkNames } from "../daemon-names.ts";
import { actOnAll, type Outcome } from "./act.ts";
import { type Found, findDashboard } from "./find.ts";
import { type Halted, haltDashboard } from "./halt.ts";
import { readStatus } from "./status.ts";
import { anyRecordLeft, namesToStop, stopOffline } from "./stop-offline.ts";

export interface StopRequest {
	/** Empty: all daemons, then the dashboard. */
	names: readonly string[];
	dashboardOnly: boolean;
	/** How long a daemon may take; null: its own configuration says. */
	timeoutMs: number | null;
}

export interface Stopped {
	/** Of the daemons that were to be stopped. */
	outcomes: Outcome[];
	/** How they all were before and are afterwards. */
	before: DaemonStatus[];
	daemons: DaemonStatus[];
	/** The dashboard's pid and how it ended, when it was running and was to end. */
	halted: { pid: number; how: Halted } | null;
}

/** Stops what is asked for, whether or not the dashboard runs, and however it is. */
export async function stopAll(paths: Paths, request: StopRequest): Promise<Stopped> {
	const found = await findDashboard(paths);
	if (request.dashboardOnly) return { outcomes: [], before: [], daemons: [], halted: await halt(found) };
	if (found.state === "up") return stopThroughDashboard(paths, found, request);
	if (request.names.length === 0)
		return { halted: await halt(found), ...(await stopOffline(paths, [], request.timeoutMs)) };
	if (found.state === "down") return { halted: null, ...(await stopOffline(paths, request.names, request.timeoutMs)) };
	const sentence = `The dashboard (pid ${found.identity.pid}) does not answer: run "nightshift stop --dashboard-only" first.`;
	throw new NightshiftError("dashboard-down", sentence);
}

async function stopThroughDashboard(
	paths: Paths,
	found: Extract<Found, { state: "up" }>,
	{ names, timeoutMs }: StopRequest,
): Promise<Stopped> {
	const { daemons: before } = await readStatus(paths, found);
	checkNames(
		names,
		before.map(({ name }) => name),
	);
	const outcomes = await actOnAll(found.address, "stop", namesToStop(before, names), timeoutMs);
	const { daemons } = await readStatus(paths, found);
	if (names.length > 0) return { outcomes, before, daemons, halted: null };
	const halted = await halt(found);
	if (!(await anyRecordLeft(paths))) return { outcomes, before, daemons, halted };
	// Daemons that config.json no longer has: this dashboard did not know them.
	const strays = await stopOffline(paths, [], timeoutMs);
	return { outcomes: [...outcomes, ...strays.outcomes], before: strays.before, daemons: strays.daemons, halted };
}

async function halt(found: Found): Promise<Stopped["halted"]> {
	if (found.state === "down") return null;
	return { pid: found.identity.pid, how: await haltDashboard(found.identity) };
}
