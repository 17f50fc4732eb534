/** What a daemon that others wait for is: usable, on its way there, or nothing that could be waited for. */
export type Usable = boolean | null;

/**
 * Whom a daemon still has to wait for: those it names that are on their way and cannot be used yet. One that has failed,
 * or that nobody wants up, is not waited for: better a daemon that complains of a missing neighbour than one that never
 * starts without a word.
 */
export function awaited(after: readonly string[], usable: (name: string) => Usable): string[] {
	return after.filter((name) => usable(name) === false);
}

/** Names in an order in which each comes after those it names; others keep their places. For the reverse: stopping. */
export function inOrder(names: readonly string[], after: (name: string) => readonly string[]): string[] {
	const sorted = new Set<string>();
	const place = (name: string, path: readonly string[]): void => {
		if (sorted.has(name) || path.includes(name)) return;
		for (const other of after(name)) if (names.includes(other)) place(other, [...path, name]);
		sorted.add(name);
	};
	for (const name of names) place(name, []);
	return [...sorted];
}
