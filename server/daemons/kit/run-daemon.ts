import { randomUUID } from "node:crypto";
import { mkdirSync, writeSync } from "node:fs";
import closeWithGrace from "close-with-grace";
import { type Ownership, takeOwnership } from "../../config/ownership.ts";
import { type DaemonPaths, type Paths, pathsOf, resolveHome } from "../../config/paths.ts";
import { daemonNameSchema } from "../../contract/daemon.ts";
import { NightshiftError } from "../../contract/errors.ts";
import { redactor } from "../../redact/redactor.ts";
import { EXIT_CONFIG, EXIT_FAILED, EXIT_HELD, recordExit } from "./exit-record.ts";
import { createLog, type DaemonLog } from "./log.ts";
import { StatusWriter } from "./status-writer.ts";
import { watchStopRequest } from "./stop-request.ts";

/** How long `main` may take to end once asked; the supervisor uses force at ten seconds. */
const GRACE_MS = 8_000;

/** Kept for the life of the process: a lock that is garbage-collected is released. */
let ownership: Ownership | null = null;

/** What a daemon's main function is given. */
export interface DaemonContext {
	/** Its name in config.json. */
	name: string;
	/** New at each start. */
	instance: string;
	paths: Paths;
	/** The daemon's own files. */
	files: DaemonPaths;
	log: DaemonLog;
	status: StatusWriter;
	/** Blots out secrets of the environment; for texts that leave the daemon. */
	redact: (text: string) => string;
	/** Aborted when the daemon is asked to stop; `main` then returns within seconds. */
	signal: AbortSignal;
}

/**
 * Runs a daemon: alone in its folder (instance lock), heard (status file, log), stoppable (SIGTERM, SIGINT; a second
 * signal ends it at once), and never silent about its end (`exit.json`). Exit codes: 0 asked to stop or finished,
 * 1 failed, 75 another instance is running (or `main` threw `state-dir-owned`: what it needs alone is another's), 78 the
 * configuration must be mended first.
 *
 * Windows has no SIGTERM: there the supervisor leaves a file that names the instance (NIGHTSHIFT_STOP_FILE), and what a
 * SIGTERM would do is done.
 */
export function runDaemon({
	name: program,
	main,
}: {
	name: string;
	main: (daemon: DaemonContext) => Promise<void>;
}): void {
	const name = process.env.NIGHTSHIFT_DAEMON || program;
	const instance = process.env.NIGHTSHIFT_INSTANCE || randomUUID();
	const paths = pathsOf(resolveHome());
	const files = claim(name, paths);
	recordExit(files.exit, instance);

	const redact = redactor(process.env);
	const log = createLog(redact);
	const status = new StatusWriter(files.status, instance, (error) => {
		if (error) log.error({ err: error }, "The status file cannot be written; trying on");
		else log.info("The status file can be written again");
	});
	status.start();
	log.info({ pid: process.pid, instance }, `${name} started`);

	const stopping = new AbortController();
	const running = main({ name, instance, paths, files, log, status, redact, signal: stopping.signal }).then(
		() => 0,
		(error: unknown) => (stopping.signal.aborted && isAbort(error) ? 0 : fail(error)),
	);
	// Ends the process when `main` ends by itself; after a signal, the handler below does, once.
	void running.then((code) => (stopping.signal.aborted ? undefined : end(code)));

	closeWithGrace(
		{
			delay: GRACE_MS,
			logger: false,
			onTimeout: () => log.error(`${name} did not end within ${GRACE_MS / 1000} s; leaving at once`),
			onSecondSignal: (signal) => log.warn(`${signal} again; leaving at once`),
			onSecondError: (error) => log.fatal({ err: error }, "Failed again while ending"),
		},
		async ({ signal, err }) => {
			if (err) log.fatal({ err }, `${name} failed`);
			else log.info(`${name} was asked to stop${signal ? ` (${signal})` : ""}`);
			stopping.abort();
			const code = await running;
			await end(err ? EXIT_FAILED : code);
		},
	);
	const stopFile = process.env.NIGHTSHIFT_STOP_FILE;
	if (stopFile) {
		watchStopRequest({
			path: stopFile,
			instance,
			onRequest: () => process.emit("SIGTERM", "SIGTERM"),
			onError: (error) =>
				log.warn({ err: error }, "Changes of the daemon's folder are not reported; looking each second"),
		});
	}

	function fail(error: unknown): number {
		if (error instanceof NightshiftError && error.code === "config-invalid") {
			status.set({ activity: "idle", problem: error.message });
			complain(error.message);
			return EXIT_CONFIG;
		}
		if (error instanceof NightshiftError && error.code === "state-dir-owned") {
			status.set({ activity: "idle", problem: error.message });
			complain(error.message);
			return EXIT_HELD;
		}
		log.fatal({ err: error }, `${name} failed`);
		status.set({
			problem: error instanceof NightshiftError ? error.message : `${name} failed; its log has the details.`,
		});
		return EXIT_FAILED;
	}

	async function end(code: number): Promise<never> {
		await status.close();
		log.info(`${name} ended with ${code}`);
		process.exit(code);
	}
}

/** Becomes the only instance of this name, or ends the process with a sentence that says why it cannot. */
function claim(name: string, paths: Paths): DaemonPaths {
	const files = paths.daemon(name);
	try {
		daemonNameSchema.parse(name);
		mkdirSync(files.dir, { recursive: true, mode: 0o700 });
		ownership = takeOwnership(files.lock);
		if (ownership) return files;
	} catch (error) {
		complain(
			`${name} cannot use its folder ${files.dir} (${(error as Error).message}); check its name, its permissions and the free space.`,
		);
		process.exit(EXIT_FAILED);
	}
	complain(
		`${name} is already running in ${paths.home}; stop that one first, or use another state directory (NIGHTSHIFT_HOME).`,
	);
	process.exit(EXIT_HELD);
}

/** A sentence on standard error, written before the process can end. */
function complain(sentence: string): void {
	try {
		writeSync(2, `${sentence}\n`);
	} catch {
		// Nobody listens on standard error, or its disk is full: the exit code still tells.
	}
}

function isAbort(error: unknown): boolean {
	return error instanceof Error && error.name === "AbortError";
}
