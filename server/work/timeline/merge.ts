import type { TimelineEntry, TimelinePage } from "../../contract/record.ts";
import { type Position, type SourceName, writeCursor } from "./cursor.ts";

/** A row of one source; `entry` is null when the filter leaves it out. */
export interface Found {
	id: number;
	entry: TimelineEntry | null;
}

/** Reads the rows below an id, the newest first: `size` of them, fewer only when there are no more. */
export type Source = (below: number, size: number) => Promise<Found[]>;

/**
 * One page of several sources in one order, the newest first. Each source is told by its ids, which never change place,
 * and the sources among each other by time: so nothing is left out or told twice, however late something was written.
 */
export async function mergeSources(
	sources: ReadonlyMap<SourceName, Source>,
	from: Position,
	size: number,
): Promise<TimelinePage> {
	const position = { ...from };
	const queues = new Map<SourceName, { waiting: Found[]; isAtEnd: boolean; readTo: number }>();
	for (const name of sources.keys()) queues.set(name, { waiting: [], isAtEnd: false, readTo: from[name] });
	const entries: TimelineEntry[] = [];
	while (entries.length < size) {
		let newest: { name: SourceName; found: Found; at: string } | null = null;
		for (const [name, queue] of queues) {
			const found = await head(name, queue);
			if (found?.entry && (!newest || found.entry.at > newest.at)) newest = { name, found, at: found.entry.at };
		}
		if (!newest?.found.entry) return { entries, next: null };
		entries.push(newest.found.entry);
		position[newest.name] = newest.found.id;
		queues.get(newest.name)?.waiting.shift();
	}
	const isAtEnd = await allAtEnd();
	return { entries, next: isAtEnd ? null : writeCursor(position) };

	/** The next entry of a source that is told; rows that are left out are passed over. */
	async function head(
		name: SourceName,
		queue: { waiting: Found[]; isAtEnd: boolean; readTo: number },
	): Promise<Found | null> {
		for (;;) {
			while (queue.waiting[0]?.entry === null) {
				position[name] = queue.waiting[0].id;
				queue.waiting.shift();
			}
			const first = queue.waiting[0];
			if (first) return first;
			if (queue.isAtEnd) return null;
			const read = (await sources.get(name)?.(queue.readTo, size)) ?? [];
			queue.isAtEnd = read.length < size;
			queue.readTo = read.at(-1)?.id ?? queue.readTo;
			queue.waiting = read;
		}
	}

	async function allAtEnd(): Promise<boolean> {
		for (const [name, queue] of queues) if (await head(name, queue)) return false;
		return true;
	}
}
