import { chmodSync, mkdirSync } from "node:fs";
import { parseArgs } from "node:util";
import closeWithGrace from "close-with-grace";
import { loadConfig } from "./config/load.ts";
import { takeOwnership } from "./config/ownership.ts";
import { type Paths, pathsOf, resolveHome } from "./config/paths.ts";
import { NightshiftError } from "./contract/errors.ts";
import { createDashboard, type Dashboard, type DashboardOptions } from "./dashboard.ts";
import { describeOwner } from "./dashboard-record.ts";
import type { Pages, PagesOptions } from "./http/pages.ts";
import { openToken } from "./http/token.ts";
import { createLogger } from "./logger.ts";

/** The most that an orderly end may take before it is cut short. */
const END_MS = 3_000;

export interface RunOptions {
	/** Command-line arguments: `--home DIR`, `--port N`, `--dev` for pages that reload. */
	args: string[];
	openPages(options: PagesOptions): Promise<Pages>;
}

/**
 * Runs the dashboard as this process, until a signal ends it. A start that fails says why in one line on standard error
 * (whoever started it in the background shows that) and ends with status 1.
 */
export async function runDashboard(options: RunOptions): Promise<void> {
	try {
		await run(options);
	} catch (error) {
		const expected = error instanceof NightshiftError;
		const message = error instanceof Error ? error.message : String(error);
		process.stderr.write(`${expected ? message : `The dashboard could not start: ${message.replace(/\s+/g, " ")}`}\n`);
		if (!expected) createLogger(NO_SECRETS).fatal({ err: error }, "the dashboard could not start");
		process.exit(1);
	}
}

/** Before the token and the configuration are read there are none to hide. */
const NO_SECRETS = { token: () => null, environments: [] };

async function run({ args, openPages }: RunOptions): Promise<void> {
	const { home, port, dev } = readArguments(args);
	const paths = pathsOf(resolveHome(home));
	makePrivate(paths.home);
	const owner = takeOwnership(paths.owner);
	if (!owner) throw await alreadyOwned(paths);

	const token = openToken(paths.token);
	const environment = port === undefined ? process.env : { ...process.env, NIGHTSHIFT_PORT: port };
	const config = await loadConfig(paths, environment);
	const environments = config.daemons.flatMap(({ env, agent }) => [env, agent?.env ?? {}]);
	const logger = createLogger({ token: token.current, environments });

	let dashboard: Dashboard | null = null;
	// A promise of somebody else's code that nobody waited for is no reason to end; an exception that came through is.
	process.on("unhandledRejection", (error) =>
		logger.error({ err: error }, "a promise was rejected and nobody handled it"),
	);
	closeWithGrace({ delay: END_MS, logger: false, skip: ["unhandledRejection"] }, async ({ signal, err }) => {
		if (err) logger.fatal({ err }, "the dashboard ends because of an unexpected error");
		else logger.info({ signal }, "the dashboard ends; the daemons go on");
		await dashboard?.close();
		owner.release();
	});

	try {
		const pages: DashboardOptions["pages"] = (address) => openPages({ dev, ...address });
		dashboard = await createDashboard({ paths, config, token, logger, dev, pages });
		logger.info({ url: dashboard.url, home: paths.home }, "the dashboard listens");
		await dashboard.ready;
		logger.info({ url: dashboard.url }, "the dashboard is ready");
	} catch (error) {
		await dashboard?.close();
		throw error;
	}
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

/** The state directory, for its owner alone. */
function makePrivate(home: string): void {
	try {
		mkdirSync(home, { recursive: true, mode: 0o700 });
		chmodSync(home, 0o700);
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		const sentence = `The state directory ${home} cannot be used (${code}): correct its permissions or choose another with --home.`;
		throw new NightshiftError("config-invalid", sentence, {}, { cause: error });
	}
}

async function alreadyOwned({ home, dashboard }: Paths): Promise<NightshiftError> {
	const owner = await describeOwner(dashboard);
	const sentence = owner
		? `A dashboard already runs on ${home} (${owner}): open it with \`nightshift open\`, or stop it first.`
		: `Another command of Nightshift is at work on ${home}: try again in a moment.`;
	return new NightshiftError("state-dir-owned", sentence);
}
