import { accessSync, chmodSync, constants, mkdirSync, type Stats, statSync } from "node:fs";
import { NightshiftError } from "../contract/errors.ts";
import { unwritable } from "./state-directory.ts";

/** Writable for the group or for everybody. */
const OTHERS_MAY_WRITE = 0o022;
const OTHERS_MAY_ANYTHING = 0o077;

/**
 * Refuses a state directory that somebody else could have put a `config.json` into, which is what says what runs. One that
 * is not there is fine. On Windows, where folders have neither owner number nor mode, it looks at nothing.
 *
 * @throws NightshiftError `config-invalid`
 */
export function checkPrivate(home: string): void {
	const stats = look(home);
	const me = process.getuid?.();
	if (!stats) return;
	if (!stats.isDirectory()) throw unwritable(home, { code: "ENOTDIR" });
	if (me === undefined) return;
	if (stats.uid !== me) {
		const sentence = `The state directory ${home} belongs to another user (uid ${stats.uid}, you are ${me}), who could make it run anything: take it over with "chown -R ${me} ${quote(home)}", or name another with --home.`;
		throw new NightshiftError("config-invalid", sentence);
	}
	if (stats.mode & OTHERS_MAY_WRITE) {
		const sentence = `Others may write to the state directory ${home}, and so make it run anything: look through it, then run "chmod 700 ${quote(home)}", or name another with --home.`;
		throw new NightshiftError("config-invalid", sentence);
	}
}

/**
 * Makes the state directory for its owner alone (mode 0700). One that others may only read is closed to them.
 *
 * @throws NightshiftError `config-invalid`
 */
export function makePrivate(home: string): void {
	try {
		mkdirSync(home, { recursive: true, mode: 0o700 });
	} catch (error) {
		throw unwritable(home, error);
	}
	checkPrivate(home);
	try {
		accessSync(home, constants.R_OK | constants.W_OK | constants.X_OK);
	} catch (error) {
		throw unwritable(home, error);
	}
	if (process.getuid && (look(home)?.mode ?? 0) & OTHERS_MAY_ANYTHING) chmodSync(home, 0o700);
}

function look(home: string): Stats | null {
	try {
		return statSync(home, { throwIfNoEntry: false }) ?? null;
	} catch (error) {
		throw unwritable(home, error);
	}
}

/** As a word for a shell. */
function quote(path: string): string {
	return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
