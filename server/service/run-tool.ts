import { execa } from "execa";
import type { Environment } from "../config/paths.ts";
import { NightshiftError } from "../contract/errors.ts";

export interface ToolOptions {
	env?: Environment;
	/** Ten seconds when left out. */
	timeoutMs?: number;
}

export interface ToolResult {
	ok: boolean;
	stdout: string;
	stderr: string;
	/** There is no such program, or it may not be run. */
	missing: boolean;
}

/** Runs a program of the system's, in English and without waiting for input; a failure is a result, not an exception. */
export async function runTool(
	file: string,
	args: readonly string[],
	{ env = process.env, timeoutMs = 10_000 }: ToolOptions = {},
): Promise<ToolResult> {
	const result = await execa(file, args, {
		reject: false,
		stdin: "ignore",
		timeout: timeoutMs,
		env: { ...env, LC_ALL: "C", SYSTEMD_PAGER: "" },
		extendEnv: false,
	});
	const { exitCode, stdout, stderr, timedOut } = result;
	return {
		ok: exitCode === 0,
		stdout,
		stderr: timedOut ? `${file} did not end within ${timeoutMs / 1000} s` : stderr,
		missing: exitCode === undefined && !timedOut && !result.isTerminated,
	};
}

/** The same for what must succeed. @throws NightshiftError `service-failed`, with the tool's last words */
export async function mustRunTool(file: string, args: readonly string[], options: ToolOptions): Promise<void> {
	const result = await runTool(file, args, options);
	if (result.ok) return;
	const sentence = `"${[file, ...args].join(" ")}" failed: ${lastWordsOf(result)}`;
	throw new NightshiftError("service-failed", sentence, { stderr: result.stderr });
}

/** The line of a failed tool that says why. */
export function lastWordsOf({ stderr, stdout }: ToolResult): string {
	return (stderr.trim() || stdout.trim()).split("\n").at(-1)?.trim() || "it said nothing";
}
