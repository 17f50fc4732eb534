import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { closeSync, fstatSync, mkdirSync, openSync, renameSync, type Stats, statSync } from "node:fs";
import { dirname } from "node:path";
import { entryCommand } from "../../config/entry.ts";
import { packageRoot } from "../../config/package-root.ts";
import type { Paths } from "../../config/paths.ts";
import { NightshiftError } from "../../contract/errors.ts";
import { INSTANCE_VARIABLE } from "../../process-table/types.ts";
import { onReportedFailure } from "../../start-report.ts";
import { explainSurroundings, explainSystemFailure, withMend } from "../../system-failure.ts";
import { findDashboard, type Running } from "./find.ts";
import { launchThroughService } from "./launch-service.ts";
import { readFailure } from "./read-failure.ts";
import { READY_MS, waitUntilUp } from "./wait-until-up.ts";

/** One that lives and does not answer may be ending, which takes it three seconds at most. */
const ENDING_MS = 5_000;
/** Where a log of this size is set aside at a start; one older file is kept. */
const LOG_BYTES = 5_000_000;

/** How a dashboard's process ended: what it reported, and its exit status or signal in words. */
interface Ending {
	reported: string | null;
	how: string;
}

/**
 * Starts a dashboard in the background and waits until it answers; one that is just starting is waited for, and one that
 * is just ending is followed by a new one.
 *
 * @throws NightshiftError `dashboard-down` with why it does not run
 */
export async function ensureDashboard(paths: Paths, env: NodeJS.ProcessEnv): Promise<Running> {
	const found = await findDashboard(paths);
	if (found.state === "up") return found;
	if (found.state === "down") return launch(paths, env);
	const { pid } = found.identity;
	const patience = Math.max(ENDING_MS, READY_MS - (Date.now() - found.startedAt));
	const running = await waitUntilUp(paths, { withinMs: patience, whileItLives: true });
	if (running) return running;
	if ((await findDashboard(paths)).state === "down") return launch(paths, env);
	const sentence = `The dashboard (pid ${pid}) runs but does not answer: "nightshift restart --dashboard-only" ends it and starts another; the daemons go on.`;
	throw new NightshiftError("dashboard-down", sentence);
}

/** With an instance token of its own: by it the process is known again, and it is not taken for part of a daemon's tree. */
export function dashboardEnvironment(paths: Paths, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	return { ...env, NIGHTSHIFT_HOME: paths.home, [INSTANCE_VARIABLE]: randomUUID() };
}

async function launch(paths: Paths, env: NodeJS.ProcessEnv): Promise<Running> {
	const served = await launchThroughService(paths, env);
	if (served) return served;
	const [program, ...args] = entryCommand("dashboard") as [string, ...string[]];
	const log = withMend(paths.dashboardLog, () => openLog(paths.dashboardLog));
	const start = fstatSync(log).size;
	// A file, not a pipe: the dashboard must not die with whoever started it. The channel is for its failure alone.
	const child = spawn(program, args, {
		cwd: packageRoot(),
		env: dashboardEnvironment(paths, env),
		detached: true,
		stdio: ["ignore", log, log, "ipc"],
		windowsHide: true,
	});
	closeSync(log);
	const ended = ending(child);
	const running = await waitUntilUp(paths, { withinMs: READY_MS, ended });
	if (child.connected) child.disconnect();
	child.unref();
	if (running) return running;
	throw new NightshiftError("dashboard-down", await explain(paths, start, child, ended));
}

/** Why it does not run: as it reported, else by the last words in its log, else by what can be seen of it. */
async function explain(paths: Paths, start: number, child: ChildProcess, ended: Promise<Ending>): Promise<string> {
	const { dashboardLog } = paths;
	const over = child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
	if (!over) {
		return `The dashboard (pid ${child.pid}) did not answer within ${READY_MS / 1000} s and is still starting: see "nightshift status", and its log ${dashboardLog}.`;
	}
	const { reported, how } = await ended;
	if (reported !== null) return reported;
	const words = await readFailure(dashboardLog, start);
	if (words === null) return `The dashboard ended at once (${how}) and did not say why; its log is ${dashboardLog}.`;
	return explainSurroundings(words) ?? words;
}

function ending(child: ChildProcess): Promise<Ending> {
	let reported: string | null = null;
	onReportedFailure(child, (sentence) => {
		reported = sentence;
	});
	return new Promise((resolve) => {
		// Once the channel is read to its end too.
		child.once("close", (code, signal) => resolve({ reported, how: signal ?? `status ${code}` }));
		child.once("error", (error) =>
			resolve({ reported: explainSystemFailure(error) ?? error.message, how: "not begun" }),
		);
	});
}

function openLog(file: string): number {
	mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
	const known: Stats | undefined = statSync(file, { throwIfNoEntry: false });
	if (known && known.size > LOG_BYTES) renameSync(file, `${file}.1`);
	return openSync(file, "a", 0o600);
}
