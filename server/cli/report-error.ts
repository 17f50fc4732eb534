import { inspect } from "node:util";
import { NightshiftError } from "../contract/errors.ts";
import { oneLine, toTerminal } from "./print/terminal.ts";

/** The one place where a failure becomes words: one line on standard error that says what to do. */
export function reportError(error: unknown): void {
	process.stderr.write(`${toTerminal(`nightshift: ${oneLine(describeError(error))}`)}\n`);
	if (process.env.NIGHTSHIFT_DEBUG) process.stderr.write(`${toTerminal(inspect(error))}\n`);
}

function describeError(error: unknown): string {
	if (error instanceof NightshiftError) return error.message;
	const { code, path, message } = error as NodeJS.ErrnoException;
	if (code === "ENOSPC") return `the disk is full${path ? ` (while writing ${path})` : ""}: make room and try again.`;
	if ((code === "EACCES" || code === "EPERM" || code === "EROFS") && path) {
		return `${path} may not be used (${code}): correct its permissions, or name another state directory with --home.`;
	}
	const text = String(message ?? error).split("\n")[0];
	return `something unexpected went wrong (${text}); NIGHTSHIFT_DEBUG=1 shows where.`;
}
