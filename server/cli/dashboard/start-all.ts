import { setTimeout as delay } from "node:timers/promises";
import type { Config } from "../../config/types.ts";
import type { Status } from "../../contract/daemon.ts";
import { NightshiftError } from "../../contract/errors.ts";
import type { Context } from "../context.ts";
import { checkNames } from "../daemon-names.ts";
import { type Action, actOn, type Outcome } from "./act.ts";
import { findDashboard, type Running } from "./find.ts";
import { type After, actInOrder, afterOf } from "./order.ts";
import { readStatus } from "./status.ts";

/** How long a dashboard may take to follow a change of `config.json`. */
const FOLLOW_MS = 5_000;
const LOOK_MS = 50;

const NOBODY: After = () => [];

export interface StartRequest {
	/** Null: those that start with the dashboard. */
	names: readonly string[] | null;
	/** Whom they start after; with names nobody unless told, since whoever names daemons means them now. */
	after?: After;
	action?: Extract<Action, "start" | "restart">;
	/** Of a restart: when the stop uses force. */
	timeoutMs?: number | undefined;
	port?: number | undefined;
}

export interface Started {
	running: Running;
	outcomes: Outcome[];
	status: Status;
}

/** Makes sure of the state directory and its configuration, says what it made on a first run, and reads it. */
export async function prepareHome({ paths, note }: Context): Promise<Config> {
	const { makePrivate } = await import("../../config/private-directory.ts");
	makePrivate(paths.home);
	const { describeFirstRun, ensureConfig } = await import("../../config/first-run.ts");
	const did = describeFirstRun(await ensureConfig(paths, { cwd: process.cwd() }), paths);
	if (did) note(did);
	const { loadConfig } = await import("../../config/load.ts");
	return loadConfig(paths);
}

/**
 * Starts the dashboard unless it runs, then starts or restarts daemons. With a dashboard that runs and names, nothing else
 * is loaded or read: this is the way that has to be quick.
 */
export async function startAll(context: Context, request: StartRequest): Promise<Started> {
	const { names, action = "start", port, timeoutMs } = request;
	const found = await findDashboard(context.paths);
	const running = found.state === "up" ? found : await bringUp(context, names ?? [], port);
	if (port && found.state === "up" && new URL(found.address.url).port !== String(port)) {
		context.note(
			`The dashboard already runs at ${found.address.url}; for another port: "nightshift restart --dashboard-only --port ${port}".`,
		);
	}
	if (found.state === "up" && names && names.length > 1) await checkAllNames(context, found, names);
	const { wanted, after } = names
		? { wanted: names, after: request.after ?? NOBODY }
		: startingByThemselves(await prepareHome(context));
	const outcomes = await actInOrder("start", wanted, after, async (name) =>
		unlessNew(context, running, name, () => actOn(running.address, action, name, timeoutMs)),
	);
	return { running, outcomes, status: await readStatus(context.paths, running) };
}

/** The daemons that start with the dashboard, and whom they start after. */
export function startingByThemselves({ daemons }: Config): { wanted: string[]; after: After } {
	return { wanted: daemons.filter(({ autostart }) => autostart).map(({ name }) => name), after: afterOf(daemons) };
}

/** The environment in which a dashboard listens on `port`, or on the configured one. */
export function withPort(port: number | undefined): NodeJS.ProcessEnv {
	return port === undefined ? process.env : { ...process.env, NIGHTSHIFT_PORT: String(port) };
}

async function bringUp(context: Context, names: readonly string[], port: number | undefined): Promise<Running> {
	const { daemons } = await prepareHome(context);
	checkNames(
		names,
		daemons.map(({ name }) => name),
	);
	const { ensureDashboard } = await import("./launch.ts");
	return ensureDashboard(context.paths, withPort(port));
}

/** Several names are about all of them or about nothing; a single one the dashboard checks itself. */
async function checkAllNames(context: Context, running: Running, names: readonly string[]): Promise<void> {
	const known = (await readStatus(context.paths, running)).daemons.map(({ name }) => name);
	if (names.every((name) => known.includes(name))) return;
	const { daemons } = await prepareHome(context);
	checkNames(names, [...new Set([...known, ...daemons.map(({ name }) => name)])]);
}

/** A daemon that has just been put into `config.json` is unknown to the dashboard for a moment; a mistake there is told. */
async function unlessNew(
	context: Context,
	running: Running,
	name: string,
	act: () => Promise<Outcome>,
): Promise<Outcome> {
	const outcome = await act();
	if (!("error" in outcome && isUnknown(outcome.error))) return outcome;
	const { daemons } = await prepareHome(context);
	if (!daemons.some((daemon) => daemon.name === name)) return outcome;
	for (const deadline = Date.now() + FOLLOW_MS; Date.now() < deadline; await delay(LOOK_MS)) {
		const known = await readStatus(context.paths, running);
		if (known.daemons.some((daemon) => daemon.name === name)) return act();
	}
	const sentence = `${name} is in config.json, but the dashboard has not taken it up: "nightshift restart --dashboard-only" makes it read the file again.`;
	return { name, error: new NightshiftError("unknown-daemon", sentence) };
}

function isUnknown(error: unknown): boolean {
	return error instanceof NightshiftError && error.code === "unknown-daemon";
}
