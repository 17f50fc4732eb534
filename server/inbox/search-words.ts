const TICKET = /^q-[1-9]\d{0,9}$/i;
const HAS_WORD = /[\p{L}\p{N}]/u;

/** What a person looks for: one question by its ticket, or words; null when they look for nothing. */
export type Search = { ticket: string } | { match: string | null } | null;

/**
 * What somebody typed as a search: words, each by its beginning, all of which must be there. Everything is quoted, so that
 * nothing in it is read as the index's own language. `match: null`: there is no word in it, and nothing is found.
 */
export function readSearch(text: string | undefined): Search {
	const typed = text?.replaceAll("\0", " ").trim() ?? "";
	if (typed === "") return null;
	if (TICKET.test(typed)) return { ticket: typed };
	const words = typed.split(/\s+/).filter((word) => HAS_WORD.test(word));
	if (words.length === 0) return { match: null };
	return { match: words.map((word) => `"${word.replaceAll('"', '""')}"*`).join(" ") };
}
