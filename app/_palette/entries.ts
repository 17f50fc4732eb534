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

/** The entries that have each of the words somewhere in them, those whose label begins with the text first. */
export function found(entries: readonly Entry[], text: string): Entry[] {
	const words = text.toLowerCase().split(/\s+/).filter(Boolean);
	const all = entries.filter(({ label, group }) => {
		const where = `${label} ${group}`.toLowerCase();
		return words.every((word) => where.includes(word));
	});
	const begins = ({ label }: Entry) => label.toLowerCase().startsWith(words[0] ?? "");
	return [...all.filter(begins), ...all.filter((entry) => !begins(entry))];
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
