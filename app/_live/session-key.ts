import { SESSION_KEY_HEADER, SESSION_KEY_STORAGE } from "../../server/contract/session.ts";

/**
 * This browser's half of the session that its cookie is the other half of; null when it was never signed in at this
 * address, or its storage was cleared or is not allowed.
 */
export function sessionKey(): string | null {
	try {
		return localStorage.getItem(SESSION_KEY_STORAGE);
	} catch {
		return null; // Storage is switched off: the sign-in page says so.
	}
}

/** The header that goes with every call, when there is a key. */
export function sessionHeaders(): Record<string, string> {
	const key = sessionKey();
	return key === null ? {} : { [SESSION_KEY_HEADER]: key };
}

/** Calls `listener` when another tab has signed in, until the returned function is called. */
export function onSignIn(listener: () => void): () => void {
	const changed = ({ key, newValue }: StorageEvent) => {
		if (key === SESSION_KEY_STORAGE && newValue !== null) listener();
	};
	window.addEventListener("storage", changed);
	return () => window.removeEventListener("storage", changed);
}
