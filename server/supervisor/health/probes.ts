import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";

/**
 * One look at a program from outside: resolves when it is well, rejects with a sentence when it is not. It ends soon after
 * `signal` does, and leaves nothing behind.
 */
export type Probe = (signal: AbortSignal) => Promise<void>;

/** The address answers with a status from 200 to 399. */
export function httpProbe(url: string): Probe {
	const { origin, pathname } = new URL(url);
	const name = `${origin}${pathname}`; // the rest may hold a secret
	return async (signal) => {
		const response = await fetch(url, { signal, redirect: "manual" }).catch((error: Error) => {
			throw new Error(`${name} ${describeNetworkError(error)}`);
		});
		await response.body?.cancel();
		if (response.status < 200 || response.status > 399) throw new Error(`${name} answered with ${response.status}`);
	};
}

/** The address takes a connection. */
export function tcpProbe({ host, port }: { host: string; port: number }): Probe {
	return async (signal) => {
		const socket = connect({ host, port });
		try {
			await once(socket, "connect", { signal });
		} catch (error) {
			throw new Error(`${host}:${port} ${describeNetworkError(error as Error)}`);
		} finally {
			socket.destroy();
		}
	};
}

export interface ExecSurroundings {
	cwd: string;
	/** The whole environment. */
	env: NodeJS.ProcessEnv;
}

/** The program ends with 0. It gets a process group of its own, so that at the time-out all of it is killed. */
export function execProbe(command: readonly string[], { cwd, env }: ExecSurroundings): Probe {
	const [file = "", ...args] = command;
	return async (signal) => {
		signal.throwIfAborted();
		const child = spawn(file, args, { cwd, env, stdio: "ignore", detached: true, windowsHide: true });
		const kill = () => killGroup(child.pid);
		signal.addEventListener("abort", kill);
		try {
			const [code, ended] = (await once(child, "exit")) as [number | null, string | null];
			if (code !== 0) throw new Error(`"${file}" ${code === null ? `was ended by ${ended}` : `ended with ${code}`}`);
		} catch (error) {
			const { code } = error as NodeJS.ErrnoException;
			throw code === undefined ? error : new Error(`"${file}" could not be started (${code})`);
		} finally {
			signal.removeEventListener("abort", kill);
		}
	};
}

function killGroup(pid: number | undefined): void {
	if (pid === undefined) return;
	try {
		process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
	}
}

function describeNetworkError(error: Error): string {
	const { code = "" } = (error.cause ?? error) as NodeJS.ErrnoException;
	switch (code) {
		case "ECONNREFUSED":
			return "refused the connection";
		case "ECONNRESET":
		case "UND_ERR_SOCKET":
			return "closed the connection";
		case "ENOTFOUND":
			return "has a name that is not known";
		default:
			return `did not answer (${code || error.message})`;
	}
}
