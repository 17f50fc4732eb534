import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { close as closeCallback, mkdirSync, openSync, statSync } from "node:fs";
import { promisify } from "node:util";
import type { DaemonPaths } from "../config/paths.ts";
import type { DaemonConfig } from "../config/types.ts";
import { NightshiftError } from "../contract/errors.ts";

const close = promisify(closeCallback);

/**
 * Starts a daemon's program: detached in a session and process group of its own, with its log as file descriptors. Never
 * pipes: when their reader dies, a program that writes to them dies too.
 *
 * @throws NightshiftError `start-failed` with the reason and the mend.
 */
export async function spawnDaemon(
	config: DaemonConfig,
	paths: DaemonPaths,
	env: NodeJS.ProcessEnv,
): Promise<ChildProcess & { pid: number }> {
	const [file, ...args] = config.command;
	if (!file) throw new NightshiftError("start-failed", `${config.name} has no command; set one in config.json.`);
	checkFolder(config);
	let log: number | undefined;
	try {
		mkdirSync(paths.logs, { recursive: true, mode: 0o700 });
		log = openSync(paths.currentLog, "a", 0o600);
		const child = spawn(file, args, {
			cwd: config.cwd,
			detached: true,
			stdio: ["ignore", log, log],
			env,
			windowsHide: true,
		});
		await once(child, "spawn"); // rejects with the "error" event
		child.unref();
		return child as ChildProcess & { pid: number };
	} catch (error) {
		throw new NightshiftError("start-failed", explainSpawnError(error, config, paths), {}, { cause: error });
	} finally {
		if (log !== undefined) await close(log);
	}
}

/** A missing folder gives the same ENOENT as a missing program, so it is looked at first. */
function checkFolder(config: DaemonConfig): void {
	const stats = statSync(config.cwd, { throwIfNoEntry: false });
	if (!stats?.isDirectory()) {
		const what = stats ? "is not a folder" : "does not exist";
		throw new NightshiftError(
			"start-failed",
			`The folder ${config.cwd} of ${config.name} ${what}; create it or change "cwd" in config.json.`,
		);
	}
}

/** What a failed start means and what mends it, in one sentence. */
export function explainSpawnError(error: unknown, { name, command, cwd }: DaemonConfig, paths: DaemonPaths): string {
	const { code, path, message } = error as NodeJS.ErrnoException;
	const [file] = command;
	const ofLog = path === paths.currentLog || path === paths.logs;
	switch (code) {
		case "ENOENT":
			return `${name} could not be started: the program "${file}" was not found; install it or correct "command" in config.json.`;
		case "EACCES":
		case "EPERM":
			return ofLog
				? `${name} could not be started: its log ${paths.currentLog} may not be written; correct the permissions of that folder.`
				: `${name} could not be started: "${file}" may not be executed, or ${cwd} may not be entered; correct the permissions (chmod +x).`;
		case "EMFILE":
		case "ENFILE":
			return `${name} could not be started: too many files are open; raise the limit (ulimit -n) or stop other programs, then start it again.`;
		case "EAGAIN":
		case "ENOMEM":
			return `${name} could not be started: the system has no room for another process; stop other programs or raise the limit (ulimit -u), then start it again.`;
		case "ENOSPC":
		case "EDQUOT":
			return `${name} could not be started: the disk with ${paths.dir} is full; free some space, then start it again.`;
		case "EISDIR":
		case "ENOTDIR":
			return `${name} could not be started: something else is in the place of a file in ${paths.dir} (${message}); move it away, then start it again.`;
		case "ENOEXEC":
			return `${name} could not be started: "${file}" is not a program this system can run; add its interpreter to "command" in config.json.`;
		default:
			return `${name} could not be started: ${message}.`;
	}
}
