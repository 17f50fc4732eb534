import { spawn } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";
import { entryCommand } from "../../config/entry.ts";
import { packageRoot } from "../../config/package-root.ts";
import type { Paths } from "../../config/paths.ts";
import type { Config } from "../../config/types.ts";
import { NightshiftError } from "../../contract/errors.ts";
import { createNextPages } from "../../http/pages.ts";
import { describeFailedStart, startDashboard } from "../../run-dashboard.ts";
import { statusOfFailedStart } from "../../service/exit-status.ts";
import { type Context, DONE } from "../context.ts";
import { reportError } from "../report-error.ts";
import { actOn, complaintOf } from "./act.ts";
import { findDashboard, signInLink } from "./find.ts";
import { dashboardEnvironment } from "./launch.ts";
import { actInOrder } from "./order.ts";
import { startingByThemselves } from "./start-all.ts";
import { READY_MS, waitUntilUp } from "./wait-until-up.ts";

/**
 * Becomes the dashboard: one process for a service manager, which ends in good order by a signal, with status 0, and whose
 * death leaves only the daemons. Resolves when it serves and the daemons that start with it are up.
 *
 * After a crash of the last dashboard it only brings back what was running, since a service manager does that by itself:
 * what a person has stopped meanwhile stays stopped. (A reboot is no crash.)
 */
export async function becomeDashboard(context: Context, config: Config, port: number | undefined): Promise<number> {
	const { paths } = context;
	const { crashed } = await requireNone(paths);
	// Where a dashboard in the background runs too: a folder that was unmounted or removed must not matter later.
	process.chdir(packageRoot());
	try {
		const openPages = (options: Parameters<typeof createNextPages>[1]) => createNextPages(packageRoot(), options);
		await startDashboard({ paths, port: port?.toString(), dev: false, openPages });
	} catch (error) {
		reportError(new NightshiftError("dashboard-down", describeFailedStart(error), {}, { cause: error }));
		// What was opened by then would keep the process from ending.
		process.exit(statusOfFailedStart(error));
	}
	// A service manager starts it at every boot: what a person has stopped stays stopped over that too.
	if (!crashed && !process.env.NIGHTSHIFT_SERVICE) await startWithIt(context, config);
	return DONE;
}

/**
 * For development: the dashboard from source, with pages and server that reload when a file changes. Signals are passed on,
 * and its exit status is returned (128 + number when a signal ended it).
 */
export async function runFromSource({ paths, note }: Context, env: NodeJS.ProcessEnv): Promise<number> {
	await requireNone(paths);
	const [node = process.execPath, ...args] = entryCommand("dashboard");
	const child = spawn(node, ["--watch", "--watch-preserve-output", ...args, "--dev"], {
		cwd: packageRoot(),
		env: dashboardEnvironment(paths, env),
		stdio: "inherit",
	});
	for (const signal of ["SIGTERM", "SIGHUP", "SIGINT"] as const) {
		process.on(signal, () => {
			// Ctrl-C reaches the whole group in a terminal; a second one would cut the orderly end short.
			if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
		});
	}
	void waitUntilUp(paths, { withinMs: READY_MS }).then(
		(running) => running && note(`Open ${signInLink(running.address)}`),
	);
	const [code, signal] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
	return code ?? 128 + (signal ? constants.signals[signal] : 0);
}

async function requireNone(paths: Paths): Promise<{ crashed: boolean }> {
	const found = await findDashboard(paths);
	if (found.state === "down") return found;
	const sentence = `A dashboard (pid ${found.identity.pid}) already runs for ${paths.home}: stop it first with "nightshift stop --dashboard-only".`;
	throw new NightshiftError("state-dir-owned", sentence);
}

/** As a plain start does it: what an earlier stop has ended is wanted again. */
async function startWithIt({ paths, note }: Context, config: Config): Promise<void> {
	const { wanted, after } = startingByThemselves(config);
	const running = await waitUntilUp(paths, { withinMs: READY_MS });
	if (!running) return note(`The dashboard does not answer itself, so it has not started: ${wanted.join(", ")}.`);
	const { address } = running;
	for (const outcome of await actInOrder("start", wanted, after, (name) => actOn(address, "start", name))) {
		const complaint = complaintOf(outcome, "start");
		if (complaint) note(complaint);
	}
}
