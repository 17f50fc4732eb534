/** Source of a pattern (flags `iu`) for an item's id. `PRIORITY 1-3`, `PRIORITY 3b` and `US-1.2` are no ids. */
export const ID = "(?:PRIORITY\\s+\\d+(?:\\.\\d+)*|US-\\d+)(?![\\p{L}\\p{N}_]|[.\\-–—]\\d)";

const NUMBER = "\\d+(?:\\.\\d+)*";
const NEXT_NUMBER = `\\s*(?:,\\s*(?:and\\s)?|&|/|\\band\\b)\\s*${NUMBER}(?=\\s*(?:$|[,&/;.)]|and\\b))`;
const MENTION = new RegExp(
	`(?<![\\p{L}\\p{N}_-])(?:(?<story>US-\\d+)(?![\\p{L}\\p{N}_])|PRIORIT(?:Y|IES)\\s+(?<numbers>${NUMBER}(?:${NEXT_NUMBER})*)(?!\\.\\d|[\\p{L}\\p{N}_]))`,
	"giu",
);

/** An id in its usual spelling: `PRIORITY 2.5`, `US-009`. */
export function spellId(raw: string): string {
	return raw.trim().replace(/\s+/g, " ").toUpperCase();
}

/** What two spellings of the same id have in common: `us-9` and `US-009` are one id, `2.1` and `2.10` are two. */
export function idKey(id: string): string {
	return spellId(id).replace(/(^US-|^PRIORITY )0+(?=\d)/, "$1");
}

/** The ids a text mentions, each once and in order. "Priorities 3 & 4" and "PRIORITY 5, 5.5" count all their numbers. */
export function idsIn(text: string): string[] {
	const ids: string[] = [];
	for (const { groups } of text.matchAll(MENTION)) {
		if (groups?.story) ids.push(spellId(groups.story));
		for (const number of groups?.numbers?.match(new RegExp(NUMBER, "g")) ?? []) ids.push(`PRIORITY ${number}`);
	}
	return ids.filter((id, index) => ids.findIndex((other) => idKey(other) === idKey(id)) === index);
}
