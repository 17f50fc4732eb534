import { spawn } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";
import { entryCommand } from "../../config/entry.ts";
import { packageRoot } from "../../config/package-root.ts";
import type { Paths } from "../../config/paths.ts";
import { NightshiftError } from "../../contract/errors.ts";
import { findDashboard, signInLink } from "./find.ts";
import { dashboardEnvironment, waitUntilUp } from "./launch.ts";

export interface ForegroundOptions {
	env: NodeJS.ProcessEnv;
	/** From source, with pages and server that reload when a file changes. */
	dev: boolean;
	/** Told the link that signs in, for whoever develops; a service manager's journal is no place for it. */
	note(text: string): void;
}

/**
 * Runs the dashboard until it ends, for service managers and for development: its output is this process's, signals are
 * passed on, and its exit status is returned (128 + number when a signal ended it).
 */
export async function runInForeground(paths: Paths, { env, dev, note }: ForegroundOptions): Promise<number> {
	const found = await findDashboard(paths);
	if (found.state !== "down") {
		const sentence = `A dashboard (pid ${found.identity.pid}) already runs for ${paths.home}: stop it first with "nightshift stop --dashboard-only".`;
		throw new NightshiftError("state-dir-owned", sentence);
	}
	const [node = process.execPath, ...args] = entryCommand("dashboard");
	const child = spawn(node, dev ? ["--watch", "--watch-preserve-output", ...args, "--dev"] : args, {
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
	if (dev) void waitUntilUp(paths, null).then((running) => running && note(`Open ${signInLink(running.address)}`));
	const [code, signal] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
	return code ?? 128 + (signal ? constants.signals[signal] : 0);
}
