import { randomBytes } from "node:crypto";
import { chmodSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { NightshiftError } from "../contract/errors.ts";

/** Shorter than this could be guessed over loopback in a human time. */
const MIN_LENGTH = 32;

/** The token that opens the dashboard, as it is in its file now. */
export interface Token {
	/**
	 * Looks at the file each time (a stat, some microseconds), so that replacing or deleting it revokes every session at
	 * once. Null: what is there now is no token or cannot be read, and opens nothing.
	 */
	current(): string | null;
}

/**
 * Opens the token file, and makes it when there is none (256 bits, readable by the owner alone). A deleted file is made
 * anew with another token. Throws when the file cannot be read, or holds what could be guessed.
 */
export function openToken(path: string): Token {
	const look = looker(path);
	try {
		if (look() === null) throw tooShort(path);
	} catch (error) {
		if (error instanceof NightshiftError) throw error;
		const { code } = error as NodeJS.ErrnoException;
		const sentence = `The token file ${path} cannot be used (${code}): delete it, and a new one is made.`;
		throw new NightshiftError("config-invalid", sentence, {}, { cause: error });
	}
	return {
		current() {
			try {
				return look();
			} catch {
				return null;
			}
		},
	};
}

function looker(path: string): () => string | null {
	let seen: { stamp: string; value: string } | null = null;
	return () => {
		const stamp = stampOf(path) ?? create(path);
		if (stamp !== seen?.stamp) {
			chmodSync(path, 0o600);
			// chmod moves the change time: remember the file as it is now.
			seen = { stamp: stampOf(path) ?? stamp, value: readFileSync(path, "utf8").trim() };
		}
		return seen.value.length >= MIN_LENGTH ? seen.value : null;
	};
}

function tooShort(path: string): NightshiftError {
	const sentence = `The token in ${path} needs at least ${MIN_LENGTH} characters: delete the file, and a new one is made.`;
	return new NightshiftError("config-invalid", sentence);
}

function stampOf(path: string): string | null {
	const stat = statSync(path, { throwIfNoEntry: false });
	return stat ? `${stat.ino}:${stat.size}:${stat.mtimeMs}:${stat.ctimeMs}` : null;
}

/** Exclusive: when somebody else was first, theirs is the token. */
function create(path: string): string {
	try {
		writeFileSync(path, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600, flag: "wx" });
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
	}
	return stampOf(path) ?? "";
}
