import { createHash, randomBytes } from "node:crypto";
import type { Socket } from "node:net";
import { isPeerOfOurs } from "./peer-owner.ts";

/** A browser may have to be started first, and be slow at that. */
const LIFETIME_MS = 60_000;
/** More than anybody opens within that time; the oldest give way. */
const MAX_CODES = 50;

export interface SignInCode {
	code: string;
	/** ISO 8601. */
	expiresAt: string;
}

/**
 * Codes that sign in one browser, once, within a minute. `nightshift open` has to name a link in the browser's arguments,
 * which every user of the machine can read: the permanent token must not stand there.
 */
export interface SignInCodes {
	issue(): SignInCode;
	/**
	 * Takes a code from a connection. Null: it was right, and is spent. Else one sentence that says why not. A reader of
	 * the arguments may well be quicker than the browser, so a code from another user's connection is refused, and stays
	 * good for the one that it was made for.
	 */
	spend(code: string, connection: Socket): Promise<string | null>;
}

/** Codes live in memory: with the dashboard they end. */
export function createSignInCodes(now: () => number = Date.now): SignInCodes {
	/** When each expires, by the hash of the code: how long a look-up takes tells nothing about one. */
	const codes = new Map<string, number>();

	const dropExpired = () => {
		for (const [hash, expiresAt] of codes) if (expiresAt <= now()) codes.delete(hash);
	};
	return {
		issue() {
			dropExpired();
			for (const hash of [...codes.keys()].slice(0, Math.max(0, codes.size + 1 - MAX_CODES))) codes.delete(hash);
			const code = randomBytes(32).toString("base64url");
			const expiresAt = now() + LIFETIME_MS;
			codes.set(hashOf(code), expiresAt);
			return { code, expiresAt: new Date(expiresAt).toISOString() };
		},
		async spend(code, connection) {
			dropExpired();
			const hash = hashOf(code);
			if (!codes.has(hash)) return "This link was used before, or is too old; run `nightshift open` for a new one.";
			if (!(await isPeerOfOurs(connection))) {
				return "This link is for the user of this machine who asked for it; `nightshift open --print` has one for any browser.";
			}
			// Somebody may have been quicker while the system was asked.
			return codes.delete(hash) ? null : "This link was used before; run `nightshift open` for a new one.";
		},
	};
}

function hashOf(code: string): string {
	return createHash("sha256").update(code).digest("base64");
}
