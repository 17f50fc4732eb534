/** Something that happened, or that happened several times, the last time at `at`. */
export interface Counted {
	at: number;
	count: number;
}

/**
 * Fewer entries with the same total: before the newest `most`, those that are the `same` become one, which stands at the
 * time of the last. Pure.
 *
 * @param entries oldest first
 */
export function thin<T extends Counted>(entries: readonly T[], most: number, same: (a: T, b: T) => boolean): T[] {
	if (entries.length <= most) return [...entries];
	const older: T[] = [];
	for (const entry of entries.slice(0, entries.length - most)) {
		const index = older.findIndex((one) => same(one, entry));
		const known = older[index];
		if (known) older[index] = { ...entry, count: known.count + entry.count };
		else older.push(entry);
	}
	older.sort((a, b) => a.at - b.at);
	return [...older, ...entries.slice(entries.length - most)];
}

export function thinStarts<T extends Counted & { automatic: boolean }>(starts: readonly T[], most: number): T[] {
	return thin(starts, most, (a, b) => a.automatic === b.automatic);
}
