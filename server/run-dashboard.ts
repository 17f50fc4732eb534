import { rmSync, statSync } from "node:fs";
import { parseArgs } from "node:util";
import closeWithGrace from "close-with-grace";
import { loadConfig } from "./config/load.ts";
import type { Ownership } from "./config/ownership.ts";
import { type Paths, pathsOf, resolveHome } from "./config/paths.ts";
import { makePrivate } from "./config/private-directory.ts";
import { NightshiftError } from "./contract/errors.ts";
import { createDashboard, type Dashboard, type DashboardOptions } from "./dashboard.ts";
import type { Pages, PagesOptions } from "./http/pages.ts";
import { openToken, type Token } from "./http/token.ts";
import { createLogger } from "./logger.ts";
import { ownHome } from "./own-home.ts";
import { leaveStarter, reportFailure } from "./start-report.ts";
import { explainSurroundings, explainSystemFailure } from "./system-failure.ts";

/** The most that an orderly end may take before it is cut short. */
const END_MS = 3_000;

export interface RunOptions {
	/** Command-line arguments: `--home DIR`, `--port N`, `--dev` for pages that reload. */
	args: string[];
	openPages(options: PagesOptions): Promise<Pages>;
}

export interface StartOptions extends Pick<RunOptions, "openPages"> {
	paths: Paths;
	/** Listened at instead of the configured one. */
	port?: string | undefined;
	dev: boolean;
}

/**
 * Runs the dashboard as this process, until a signal ends it. A start that fails says why in one line on standard error
 * and to whoever started it in the background, and ends with status 1.
 */
export async function runDashboard({ args, openPages }: RunOptions): Promise<void> {
	try {
		const { home, port, dev } = readArguments(args);
		await startDashboard({ paths: pathsOf(resolveHome(home)), port, dev, openPages });
		leaveStarter();
	} catch (error) {
		const sentence = describeFailedStart(error);
		await reportFailure(sentence);
		process.stderr.write(`${sentence}\n`);
		process.exit(1);
	}
}

/**
 * Starts the dashboard in this process and resolves once it serves; signals then end it in good order, and the process
 * with it. When it rejects (see `describeFailedStart`), the process is not fit for anything else.
 */
export async function startDashboard({ paths, port, dev, openPages }: StartOptions): Promise<Dashboard> {
	// For whoever reads the configuration again, too.
	if (port !== undefined) process.env.NIGHTSHIFT_PORT = port;
	makePrivate(paths.home);
	const owner = await ownHome(paths);

	const token = openWholeToken(paths.token);
	const config = await loadConfig(paths);
	const running: { dashboard: Dashboard | null } = { dashboard: null };
	const environments = () =>
		(running.dashboard?.configs() ?? config.daemons).flatMap(({ env, agent }) => [env, agent?.env ?? {}]);
	const logger = createLogger({ token: token.current, environments });

	// A promise of somebody else's code that nobody waited for is no reason to end; an exception that came through is.
	process.on("unhandledRejection", (error) =>
		logger.error({ err: error }, "a promise was rejected and nobody handled it"),
	);
	closeWithGrace({ delay: END_MS, logger: false, skip: ["unhandledRejection"] }, async ({ signal, err }) => {
		if (err) logger.fatal({ err }, "the dashboard ends because of an unexpected error");
		else logger.info({ signal }, "the dashboard ends; the daemons go on");
		await end(running.dashboard, owner);
	});

	const pages: DashboardOptions["pages"] = (address) => openPages({ dev, ...address });
	const dashboard = await createDashboard({ paths, config, token, logger, dev, pages });
	running.dashboard = dashboard;
	logger.info({ url: dashboard.url, home: paths.home }, "the dashboard listens");
	try {
		await dashboard.ready;
	} catch (error) {
		await dashboard.close();
		throw error;
	}
	logger.info({ url: dashboard.url }, "the dashboard is ready");
	return dashboard;
}

/** Why a dashboard could not start, in one sentence; what nobody expected goes into the log whole. */
export function describeFailedStart(error: unknown): string {
	const surroundings = explainSurroundings(error);
	if (surroundings) return surroundings;
	if (error instanceof NightshiftError) return error.message;
	createLogger(NO_SECRETS).fatal({ err: error }, "the dashboard could not start");
	const message = error instanceof Error ? error.message : String(error);
	return explainSystemFailure(error) ?? `The dashboard could not start: ${message.replace(/\s+/g, " ")}`;
}

/** Before the token and the configuration are read there are none to hide. */
const NO_SECRETS = { token: () => null, environments: () => [] };

async function end(dashboard: Dashboard | null, owner: Ownership): Promise<void> {
	await dashboard?.close();
	owner.release();
}

/** An empty file is what a full disk has left of one: it was never anybody's token. */
function openWholeToken(path: string): Token {
	if (statSync(path, { throwIfNoEntry: false })?.size === 0) rmSync(path);
	return openToken(path);
}

function readArguments(args: string[]): { home?: string; port?: string; dev: boolean } {
	const options = {
		home: { type: "string" },
		port: { type: "string" },
		dev: { type: "boolean", default: false },
	} as const;
	try {
		return parseArgs({ args, options }).values;
	} catch (error) {
		throw new NightshiftError("bad-request", `${(error as Error).message}; there are --home DIR, --port N and --dev.`);
	}
}
