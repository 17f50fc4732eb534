import { access } from "node:fs/promises";
import type { Paths } from "../../config/paths.ts";
import type { DaemonStatus } from "../../contract/daemon.ts";
import { NightshiftError } from "../../contract/errors.ts";
import { checkNames } from "../daemon-names.ts";
import { actOn, type Outcome } from "./act.ts";
import { type Found, findDashboard } from "./find.ts";
import { type Halted, haltDashboard } from "./halt.ts";
import { type After, actInOrder, afterOf } from "./order.ts";
import { readStatus } from "./status.ts";
import { namesToStop } from "./stop-names.ts";
import type { OfflineStop } from "./stop-offline.ts";

export interface StopRequest {
	/** Empty: all daemons, then the dashboard. */
	names: readonly string[];
	dashboardOnly: boolean;
	/** When force is used on a daemon; undefined: when its own configuration says. */
	timeoutMs: number | undefined;
	/** Told what went wrong beside the stop itself. */
	note(text: string): void;
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

/**
 * Stops what is asked for, whether or not the dashboard runs, and however it is. What it takes to supervise is loaded only
 * when there is no dashboard that does.
 */
export async function stopAll(paths: Paths, request: StopRequest): Promise<Stopped> {
	const { names, dashboardOnly } = request;
	const found = await findDashboard(paths);
	if (dashboardOnly) return { outcomes: [], before: [], daemons: [], halted: await halt(paths, found) };
	if (found.state === "up") return stopThroughDashboard(paths, found, request);
	if (names.length === 0) return { halted: await halt(paths, found), ...(await stopWithoutDashboard(paths, request)) };
	if (found.state === "down") return { halted: null, ...(await stopWithoutDashboard(paths, request)) };
	const sentence = `The dashboard (pid ${found.identity.pid}) does not answer: run "nightshift stop --dashboard-only" first.`;
	throw new NightshiftError("dashboard-down", sentence);
}

async function stopThroughDashboard(
	paths: Paths,
	found: Extract<Found, { state: "up" }>,
	{ names, timeoutMs, note }: StopRequest,
): Promise<Stopped> {
	const { daemons: before } = await readStatus(paths, found);
	checkNames(
		names,
		before.map(({ name }) => name),
	);
	const toStop = namesToStop(before, names);
	const outcomes = await actInOrder("stop", toStop, await orderOf(paths, toStop), (name) =>
		actOn(found.address, "stop", name, timeoutMs),
	);
	const { daemons } = await readStatus(paths, found);
	if (names.length > 0) return { outcomes, before, daemons, halted: null };
	const halted = await halt(paths, found);
	const { anyRecordLeft, stopOffline } = await import("./stop-offline.ts");
	if (!(await anyRecordLeft(paths))) return { outcomes, before, daemons, halted };
	// Daemons that config.json no longer has: this dashboard did not know them.
	const strays = await stopOffline(paths, { names: [], timeoutMs, note });
	return { outcomes: [...outcomes, ...strays.outcomes], before: strays.before, daemons: strays.daemons, halted };
}

/** Where there is no state directory nothing runs, and none is made. */
async function stopWithoutDashboard(paths: Paths, request: StopRequest): Promise<OfflineStop> {
	if (await exists(paths.home)) {
		const { stopOffline } = await import("./stop-offline.ts");
		return stopOffline(paths, request);
	}
	checkNames(request.names, []);
	return { outcomes: [], before: [], daemons: [] };
}

/** Whom the daemons start after; a broken configuration keeps nobody from stopping. */
async function orderOf(paths: Paths, names: readonly string[]): Promise<After> {
	if (names.length < 2) return () => [];
	const { loadConfig } = await import("../../config/load.ts");
	return loadConfig(paths).then(
		({ daemons }) => afterOf(daemons),
		() => () => [],
	);
}

async function halt(paths: Paths, found: Found): Promise<Stopped["halted"]> {
	if (found.state === "down") return null;
	return { pid: found.identity.pid, how: await haltDashboard(paths, found.identity) };
}

function exists(path: string): Promise<boolean> {
	return access(path).then(
		() => true,
		(error: NodeJS.ErrnoException) => error.code !== "ENOENT",
	);
}
