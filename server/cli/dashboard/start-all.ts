import { describeFirstRun, ensureConfig } from "../../config/first-run.ts";
import { loadConfig } from "../../config/load.ts";
import type { Config } from "../../config/types.ts";
import type { Status } from "../../contract/daemon.ts";
import { NightshiftError } from "../../contract/errors.ts";
import type { Context } from "../context.ts";
import { type Action, actOnAll, type Outcome } from "./act.ts";
import { findDashboard } from "./find.ts";
import { haltDashboard } from "./halt.ts";
import { ensureDashboard, type Running } from "./launch.ts";
import { readStatus } from "./status.ts";

/** A daemon that was put into `config.json` after the dashboard read it. */
const NEWER_CONFIG = 'is new in config.json: "nightshift restart --dashboard-only" makes the dashboard read it again.';

export interface Started {
	running: Running;
	outcomes: Outcome[];
	status: Status;
}

/** Makes sure of the state directory and its configuration, says what it made on a first run, and reads it. */
export async function prepareHome(context: Context): Promise<Config> {
	const did = describeFirstRun(await ensureConfig(context.paths, { cwd: process.cwd() }), context.paths);
	if (did) context.note(did);
	return loadConfig(context.paths);
}

/** Ends a dashboard that was started from an older build, so that the next start brings up the new one. */
export async function endOldDashboard({ paths, note }: Context): Promise<void> {
	const found = await findDashboard(paths);
	if (found.state === "down") return;
	await haltDashboard(found.identity);
	note("The dashboard starts anew with what was built; the daemons go on.");
}

/** Starts the dashboard unless it runs, then starts or restarts the daemons named. */
export async function startAll(
	context: Context,
	{ names, action = "start", port }: { names: readonly string[]; action?: Action; port?: number },
): Promise<Started> {
	const { launched, ...running } = await ensureDashboard(context.paths, withPort(port));
	if (port && !launched && new URL(running.address.url).port !== String(port)) {
		context.note(
			`The dashboard already runs at ${running.address.url}; for another port: "nightshift restart --dashboard-only --port ${port}".`,
		);
	}
	const outcomes = await actOnAll(running.address, action, names, null);
	return {
		running,
		outcomes: outcomes.map(explainUnknown),
		status: await readStatus(context.paths, running),
	};
}

/** The environment in which a dashboard listens on `port`, or on the configured one. */
export function withPort(port: number | undefined): NodeJS.ProcessEnv {
	return port === undefined ? process.env : { ...process.env, NIGHTSHIFT_PORT: String(port) };
}

/** The names were checked against `config.json`, so a dashboard that does not know one has read an older one. */
function explainUnknown(outcome: Outcome): Outcome {
	if (!("error" in outcome) || !(outcome.error instanceof NightshiftError)) return outcome;
	if (outcome.error.code !== "unknown-daemon") return outcome;
	return { ...outcome, error: new NightshiftError("unknown-daemon", `${outcome.name} ${NEWER_CONFIG}`) };
}
