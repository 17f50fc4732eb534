import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { StringDecoder } from "node:string_decoder";
import { setTimeout as delay } from "node:timers/promises";
import { AGENT_VARIABLE, endTree } from "../../../agents/process-tree.ts";
import { signalWithin } from "../../../signal-within.ts";
import { CappedText } from "../../../text/capped-text.ts";

/** A check may run a whole test suite, but one that hangs must not hold up the work for ever. */
export const CHECK_TIMEOUT_MS = 30 * 60_000;
/** How long the check's processes have to end by themselves, and how long a pipe that one of them holds is listened to. */
const STOP_GRACE_MS = 1_000;
/** The kernel takes 128 KiB for one argument. */
const MAX_COMMAND_BYTES = 120_000;

export interface CheckOutcome {
	ok: boolean;
	/** How it ended, for the end of a sentence: `exit code 3`. */
	how: string;
	/** Both streams as they came: beginning and end of a long one. */
	output: string;
}

/**
 * Runs a check with `sh -eu`, without input, and ends all that it has started: its group, its descendants, and (Linux)
 * what broke away.
 *
 * @param name What the shell calls itself in its messages.
 * @param timeoutMs After this long it has failed.
 * @throws AbortError when `signal` aborts.
 */
export async function runCheck(
	command: string,
	{
		cwd,
		name,
		signal,
		timeoutMs = CHECK_TIMEOUT_MS,
	}: { cwd: string; name: string; signal: AbortSignal; timeoutMs?: number },
): Promise<CheckOutcome> {
	signal.throwIfAborted();
	if (Buffer.byteLength(command) > MAX_COMMAND_BYTES)
		return { ok: false, how: "longer than a command can be; put it into a script", output: "" };
	const token = randomUUID();
	// On the first line, so that line numbers in messages are right. One pipe for both keeps their order.
	const child = spawn("sh", ["-eu", "-c", `exec 2>&1; ${command}`, name], {
		cwd,
		env: { ...process.env, GIT_TERMINAL_PROMPT: "0", [AGENT_VARIABLE]: token },
		detached: process.platform !== "win32",
		stdio: ["ignore", "pipe", "pipe"],
		windowsHide: true,
	});
	const output = new CappedText();
	for (const stream of [child.stdout, child.stderr]) {
		const decoder = new StringDecoder("utf8");
		stream.on("data", (chunk: Buffer) => output.append(decoder.write(chunk)));
	}
	const closed = once(child, "close");
	closed.catch(() => undefined); // it was not started; told below
	try {
		await once(child, "spawn");
	} catch (error) {
		const { code, message } = error as NodeJS.ErrnoException;
		return { ok: false, how: code === "ENOENT" ? `"sh" or the folder ${cwd} was not found` : message, output: "" };
	}
	const isGone = () => child.exitCode !== null || child.signalCode !== null;
	const over = signalWithin(timeoutMs, signal);
	if (!isGone()) await Promise.race([once(child, "exit"), once(over, "abort")]);
	const inTime = isGone();
	await endTree(child.pid as number, token, { timeoutMs: STOP_GRACE_MS, leaderGone: isGone });
	await Promise.race([closed, delay(STOP_GRACE_MS, undefined, { ref: false })]);
	signal.throwIfAborted();
	if (!inTime) return { ok: false, how: `not done after ${inMinutes(timeoutMs)}`, output: output.toString() };
	const how = child.signalCode ? `ended by ${child.signalCode}` : `exit code ${child.exitCode}`;
	return { ok: child.exitCode === 0, how, output: output.toString() };
}

function inMinutes(ms: number): string {
	return ms < 60_000 ? `${ms / 1000} s` : `${Math.round(ms / 60_000)} minutes`;
}
