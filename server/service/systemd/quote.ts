import { NightshiftError } from "../../contract/errors.ts";

const ESCAPES: Record<string, string> = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "%": "%%" };

/** A word of a unit file in double quotes, exactly as it is: see "QUOTING" and "SPECIFIERS" in systemd.syntax(7). */
export function quote(text: string): string {
	const escaped = text.replace(/[\\"%\u0000-\u001F\u007F]/g, (character) => ESCAPES[character] ?? hex(character));
	return `"${escaped}"`;
}

/** An argument of a command line, in which a dollar sign would be a variable. Not for the program itself. */
export function quoteArgument(text: string): string {
	return quote(text).replaceAll("$", "$$$$");
}

/**
 * The program of a command line.
 * @throws NightshiftError `service-failed` for the few that systemd does not start
 */
export function quoteProgram(path: string): string {
	if (/["'\\\u0000-\u001F\u007F]/.test(path)) {
		const sentence = `systemd cannot start ${JSON.stringify(path)}: use a Node in a folder without quotes and backslashes in its name.`;
		throw new NightshiftError("service-failed", sentence);
	}
	return quote(path);
}

/**
 * A path that is the whole value of a setting, where quotes would be part of it.
 * @throws NightshiftError `service-failed` for the few that a unit file cannot hold
 */
export function barePath(path: string): string {
	if (/[\u0000-\u001F\u007F]|[\s\\]$/.test(path)) {
		const sentence = `systemd cannot be told a folder like ${JSON.stringify(path)}: move Nightshift to one without control characters, and without a space or backslash at the end.`;
		throw new NightshiftError("service-failed", sentence);
	}
	return path.replaceAll("%", "%%");
}

function hex(character: string): string {
	return `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
}
