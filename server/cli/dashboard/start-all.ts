import type { Config } from "../../config/types.ts";
import type { Status } from "../../contract/daemon.ts";
import { NightshiftError } from "../../contract/errors.ts";
import type { Context } from "../context.ts";
import { checkNames } from "../daemon-names.ts";
import { type Action, actOnAll, type Outcome } from "./act.ts";
import { findDashboard, type Running } from "./find.ts";
import { readStatus } from "./status.ts";

/** A daemon that was put into `config.json` after the dashboard read it. */
const NEWER_CONFIG = 'is new in config.json: "nightshift restart --dashboard-only" makes the dashboard read it again.';

export interface StartRequest {
	/** Null: those that start with the dashboard. */
	names: readonly string[] | null;
	action?: Action;
	port?: number;
}

export interface Started {
	running: Running;
	outcomes: Outcome[];
	status: Status;
}

/** Makes sure of the state directory and its configuration, says what it made on a first run, and reads it. */
export async function prepareHome({ paths, note }: Context): Promise<Config> {
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
export async function startAll(context: Context, { names, action = "start", port }: StartRequest): Promise<Started> {
	const found = await findDashboard(context.paths);
	const running = found.state === "up" ? found : await bringUp(context, names ?? [], port);
	if (port && found.state === "up" && new URL(found.address.url).port !== String(port)) {
		context.note(
			`The dashboard already runs at ${found.address.url}; for another port: "nightshift restart --dashboard-only --port ${port}".`,
		);
	}
	const wanted = names ?? startingNames(await prepareHome(context));
	const outcomes = await Promise.all(
		(await actOnAll(running.address, action, wanted, null)).map((outcome) => explainUnknown(context, outcome)),
	);
	return { running, outcomes, status: await readStatus(context.paths, running) };
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

function startingNames({ daemons }: Config): string[] {
	return daemons.filter(({ autostart }) => autostart).map(({ name }) => name);
}

/** A dashboard that does not know a daemon may have read an older `config.json`. */
async function explainUnknown(context: Context, outcome: Outcome): Promise<Outcome> {
	if (!("error" in outcome) || !(outcome.error instanceof NightshiftError)) return outcome;
	if (outcome.error.code !== "unknown-daemon") return outcome;
	const { daemons } = await prepareHome(context);
	if (!daemons.some(({ name }) => name === outcome.name)) return outcome;
	return { ...outcome, error: new NightshiftError("unknown-daemon", `${outcome.name} ${NEWER_CONFIG}`) };
}
