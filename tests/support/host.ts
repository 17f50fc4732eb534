import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { onTestFinished } from "vitest";
import type { DaemonConfig } from "../../server/config/types.ts";
import type { DaemonStatus } from "../../server/contract/daemon.ts";
import { compileFixture } from "./compile.ts";
import { end } from "./processes.ts";

const HOST = new URL("../fixtures/supervisor-host.ts", import.meta.url);

/** A supervisor in its own process. */
export interface Host {
	process: ChildProcess;
	/** False when another one owns the state directory. */
	owns: boolean;
	ask(line: string): Promise<DaemonStatus>;
	/** SIGKILL, as a crash would be. */
	kill(): Promise<void>;
}

export async function startHost(home: string, daemons: DaemonConfig[]): Promise<Host> {
	const child = spawn(process.execPath, [compileFixture(HOST), home, JSON.stringify(daemons)], {
		stdio: ["pipe", "pipe", "inherit"],
	});
	onTestFinished(() => end(child.exitCode === null && child.signalCode === null ? child.pid : null));
	const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
	const next = async () => {
		const { value, done } = await lines.next();
		if (done) throw new Error("the supervisor's process ended");
		return JSON.parse(value);
	};
	const first = await next();
	return {
		process: child,
		owns: first.ready === true,
		async ask(line) {
			child.stdin.write(`${line}\n`);
			return next();
		},
		async kill() {
			const exited = once(child, "exit");
			child.kill("SIGKILL");
			await exited;
		},
	};
}
