import type { TimelineEntry } from "../../../server/contract/record.ts";

/** A line: one entry, or several steps in a row, the newest first. */
export type Line = { key: string; entry: TimelineEntry; steps: null } | { key: string; steps: TimelineEntry[] };

/** What happened in a row in one run, or in none. */
export interface Group {
	key: string;
	daemon: string | null;
	item: string | null;
	run: number | null;
	lines: Line[];
}

export interface Day {
	key: string;
	/** In the person's own time zone: `Sat Nov 21 2026`. */
	date: string;
	at: string;
	groups: Group[];
}

/** So many steps in a row are one line. */
const FOLDED = 3;

/**
 * A timeline by days and, within them, by what ran: consecutive steps folded. Whatever comes later goes below what is
 * there, so that nothing that is read moves. Pure.
 *
 * @param newestFirst entries in the timeline's order
 */
export function arrange(newestFirst: readonly TimelineEntry[]): Day[] {
	const days: Day[] = [];
	for (const entry of newestFirst) {
		const date = new Date(entry.at).toDateString();
		let day = days.at(-1);
		if (day?.date !== date) {
			// A clock that was set may bring a day twice.
			const before = days.filter((one) => one.date === date).length;
			day = { key: `${date} ${before}`, date, at: entry.at, groups: [] };
			days.push(day);
		}
		addTo(day, entry);
	}
	const last = days.at(-1)?.groups.at(-1);
	for (const day of days) {
		for (const group of day.groups) {
			// By its oldest entry: newer ones come and go on with the group. The last group may still get older ones.
			group.key = group === last ? "last" : (group.lines.at(-1)?.key ?? group.key);
			group.lines = fold(group.lines);
		}
	}
	return days;
}

function addTo(day: Day, entry: TimelineEntry): void {
	const { daemon, item, run, key } = entry;
	const line = { key, entry, steps: null };
	const last = day.groups.at(-1);
	const same = last && last.run === run && last.daemon === daemon && (run !== null || last.item === item);
	if (same) last.lines.push(line);
	else day.groups.push({ key, daemon, item, run, lines: [line] });
}

function fold(lines: readonly Line[]): Line[] {
	const folded: Line[] = [];
	let row: TimelineEntry[] = [];
	const flush = () => {
		const oldest = row.at(-1);
		if (oldest && row.length >= FOLDED) folded.push({ key: `steps-${oldest.key}`, steps: row });
		else folded.push(...row.map((entry) => ({ key: entry.key, entry, steps: null })));
		row = [];
	};
	for (const line of lines) {
		if (line.steps === null && line.entry.kind === "tool") row.push(line.entry);
		else {
			flush();
			folded.push(line);
		}
	}
	flush();
	return folded;
}

/** The entries in which each of the words is found, in whatever case. */
export function searched(entries: readonly TimelineEntry[], search: string): readonly TimelineEntry[] {
	const words = search.toLowerCase().split(/\s+/).filter(Boolean);
	if (words.length === 0) return entries;
	return entries.filter(({ title, detail, item, ticket, daemon, call }) => {
		const text = [title, detail, item, ticket, daemon, call?.command].join("\n").toLowerCase();
		return words.every((word) => text.includes(word));
	});
}

/** What is known with the newest page read again in front. `gap`: something between them is missing, so all is read anew. */
export function withNewest(
	known: readonly TimelineEntry[],
	newest: readonly TimelineEntry[],
): { entries: readonly TimelineEntry[]; gap: boolean } {
	const last = newest.at(-1);
	if (!last || known.length === 0) return { entries: newest, gap: true };
	const at = known.findIndex(({ key }) => key === last.key);
	if (at < 0) return { entries: newest, gap: true };
	return { entries: [...newest, ...known.slice(at + 1)], gap: false };
}
