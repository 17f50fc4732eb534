/** Something that can be gone to or done from the palette. */
export interface Entry {
	/** Unique among all. */
	id: string;
	group: "Pages" | "Daemons" | "Questions";
	/** What is chosen: `Inbox`, `Stop code-developer`. */
	label: string;
	/** In small beside it. */
	hint: string;
	run: () => void;
}

/**
 * The entries that have each of the words somewhere in them: of each group those that fit best first, and the group with the
 * best of all first. What fits alike stays in the order it came in.
 */
export function found(entries: readonly Entry[], text: string): Entry[] {
	const words = text.toLowerCase().split(/\s+/).filter(Boolean);
	const fitting = entries
		.map((entry) => ({ entry, rank: rankOf(entry, words) }))
		.filter(({ rank }) => Number.isFinite(rank))
		.sort((a, b) => a.rank - b.rank)
		.map(({ entry }) => entry);
	return groupsOf(fitting).flatMap((name) => fitting.filter(({ group }) => group === name));
}

/** The groups of the entries, by the first of each. */
export function groupsOf(entries: readonly Entry[]): Entry["group"][] {
	return [...new Set(entries.map(({ group }) => group))];
}

/** How well an entry fits the words: 0 is best, infinite is not at all. */
function rankOf({ label, group }: Entry, words: readonly string[]): number {
	return words.reduce((sum, word) => sum + placeOf(word, label.toLowerCase(), group.toLowerCase()), 0);
}

/** At the beginning, at that of another word, within one; or in the group's name alone. */
function placeOf(word: string, label: string, group: string): number {
	if (label.startsWith(word)) return 0;
	if (label.split(/[^\p{L}\p{N}]+/u).some((part) => part.startsWith(word))) return 1;
	if (label.includes(word)) return 2;
	return group.includes(word) ? 3 : Number.POSITIVE_INFINITY;
}

/** Where the arrows lead from `at` among `length`: round and round. */
export function moved(at: number, key: string, length: number): number | null {
	if (length === 0) return null;
	switch (key) {
		case "ArrowDown":
			return (at + 1) % length;
		case "ArrowUp":
			return (at - 1 + length) % length;
		case "Home":
			return 0;
		case "End":
			return length - 1;
		default:
			return null;
	}
}
