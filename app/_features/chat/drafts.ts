/** What was typed and not sent, and what was sent last, by daemon: kept in this browser. */
const DRAFT = "nightshift.chat.draft.";
const SENT = "nightshift.chat.sent.";
const MOST_SENT = 50;

export function readDraft(daemon: string): string {
	return read(DRAFT + daemon) ?? "";
}

export function keepDraft(daemon: string, text: string): void {
	if (text === "") remove(DRAFT + daemon);
	else write(DRAFT + daemon, text);
}

/** Oldest first. */
export function readSent(daemon: string): string[] {
	try {
		const list: unknown = JSON.parse(read(SENT + daemon) ?? "[]");
		return Array.isArray(list) ? list.filter((one) => typeof one === "string") : [];
	} catch {
		return []; // Somebody else has written there.
	}
}

export function keepSent(daemon: string, text: string): void {
	const others = readSent(daemon).filter((one) => one !== text);
	write(SENT + daemon, JSON.stringify([...others, text].slice(-MOST_SENT)));
}

function read(key: string): string | null {
	try {
		return localStorage.getItem(key);
	} catch {
		return null; // Storage is switched off: nothing is kept then.
	}
}

function write(key: string, value: string): void {
	try {
		localStorage.setItem(key, value);
	} catch {
		return; // Switched off, or full: the draft lives as long as the page.
	}
}

function remove(key: string): void {
	try {
		localStorage.removeItem(key);
	} catch {
		return; // As above.
	}
}
