import { inspect } from "node:util";
import { NightshiftError } from "../contract/errors.ts";
import { explainSurroundings, explainSystemFailure } from "../system-failure.ts";
import { oneLine, toTerminal } from "./print/terminal.ts";

/** The one place where a failure becomes words: one line on standard error that says what to do. */
export function reportError(error: unknown): void {
	process.stderr.write(`${toTerminal(`nightshift: ${oneLine(describeError(error))}`)}\n`);
	if (process.env.NIGHTSHIFT_DEBUG) process.stderr.write(`${toTerminal(inspect(error))}\n`);
}

function describeError(error: unknown): string {
	const surroundings = explainSurroundings(error);
	if (surroundings) return surroundings;
	if (error instanceof NightshiftError) return error.message;
	const sentence = explainSystemFailure(error);
	if (sentence) return sentence;
	const text = String(error instanceof Error ? error.message : error).split("\n")[0];
	return `something unexpected went wrong (${text}); NIGHTSHIFT_DEBUG=1 shows where.`;
}
