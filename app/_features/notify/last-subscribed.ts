/** The digest under which this browser was last told to the dashboard. */
const KEY = "nightshift.push";

/** Null: it gets no push messages, or its storage is blocked. */
export function lastSubscribed(): string | null {
	try {
		return localStorage.getItem(KEY);
	} catch {
		return null;
	}
}

/** @param fingerprint null: it is to get none any more */
export function rememberSubscribed(fingerprint: string | null): void {
	try {
		if (fingerprint === null) localStorage.removeItem(KEY);
		else localStorage.setItem(KEY, fingerprint);
	} catch {
		return; // Storage is blocked in this browser: a new address has to be told by turning push on again.
	}
}
