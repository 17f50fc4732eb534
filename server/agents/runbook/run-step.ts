import { spawn } from "node:child_process";
import { once } from "node:events";
import { StringDecoder } from "node:string_decoder";
import { setTimeout as delay } from "node:timers/promises";
import { endGroup } from "../../process-table/end-group.ts";
import { signalGroup } from "../../process-table/signals.ts";
import type { Step } from "./steps.ts";

/** How long a step that is stopped has before it is killed, and then what it has left behind. */
const STOP_GRACE_MS = 1_000;
const LEFTOVER_GRACE_MS = 1_000;
/** The kernel takes 128 KiB for one argument. */
const MAX_CODE_BYTES = 120_000;

export interface StepResult {
	ok: boolean;
	/** How it ended, for the end of a sentence: `exit code 3`. */
	how: string;
}

/**
 * Runs a step's commands with `sh -eu` (or `bash -eu -o pipefail`) in a session of its own, without input, both outputs
 * as one. What it leaves running in the background is ended with it.
 *
 * @param name What the shell calls itself in its messages.
 * @param signal Ends the step.
 */
export async function runStep(
	{ shell, code }: Step,
	{ cwd, name, signal, onOutput }: { cwd: string; name: string; signal: AbortSignal; onOutput: (text: string) => void },
): Promise<StepResult> {
	if (Buffer.byteLength(code) > MAX_CODE_BYTES)
		return { ok: false, how: "more commands than one step can have; split it" };
	const options = shell === "bash" ? ["-eu", "-o", "pipefail"] : ["-eu"];
	// On the first line, so that line numbers in messages are right. One pipe for both keeps their order.
	const child = spawn(shell, [...options, "-c", `exec 2>&1; ${code}`, name], {
		cwd,
		env: environment(),
		detached: process.platform !== "win32",
		stdio: ["ignore", "pipe", "pipe"],
		windowsHide: true,
	});
	for (const stream of [child.stdout, child.stderr]) {
		const decoder = new StringDecoder("utf8");
		stream.on("data", (chunk: Buffer) => onOutput(decoder.write(chunk)));
	}
	const closed = once(child, "close");
	closed.catch(() => undefined); // it was not started; told below
	let pid: number;
	try {
		await once(child, "spawn");
		pid = child.pid as number;
	} catch (error) {
		const { code: reason, message } = error as NodeJS.ErrnoException;
		return { ok: false, how: reason === "ENOENT" ? `"${shell}" or the folder ${cwd} was not found` : message };
	}
	return ended(pid, child, closed, signal);
}

async function ended(
	pid: number,
	child: ReturnType<typeof spawn>,
	closed: Promise<unknown>,
	signal: AbortSignal,
): Promise<StepResult> {
	let force: NodeJS.Timeout | undefined;
	const stop = () => {
		signalGroup(pid, "SIGTERM");
		force = setTimeout(() => signalGroup(pid, "SIGKILL"), STOP_GRACE_MS);
	};
	const exited = child.exitCode === null && child.signalCode === null ? once(child, "exit") : Promise.resolve();
	if (signal.aborted) stop();
	else signal.addEventListener("abort", stop, { once: true });
	await exited;
	signal.removeEventListener("abort", stop);
	clearTimeout(force);
	await endGroup(pid, LEFTOVER_GRACE_MS);
	// What broke away from the group may hold the pipe open; the client ends it with this agent.
	await Promise.race([closed, delay(LEFTOVER_GRACE_MS, undefined, { ref: false })]);
	const how = child.signalCode ? `ended by ${child.signalCode}` : `exit code ${child.exitCode}`;
	return { ok: child.exitCode === 0, how };
}

/** Nothing of ours, and no program that would wait for somebody to type a password. */
function environment(): NodeJS.ProcessEnv {
	const { NIGHTSHIFT_AGENT_STATE: _, ...env } = process.env;
	return { ...env, GIT_TERMINAL_PROMPT: "0" };
}
