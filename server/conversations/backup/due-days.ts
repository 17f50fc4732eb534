import { type Day, dayAt, dayBefore, dayNamed } from "./day.ts";
import type { ChatIndex } from "./forms.ts";
import type { RecordSnapshot } from "./snapshot.ts";

/**
 * The days before today that are to be consolidated, the earliest first: those after the last that were, and those since
 * the first of conversations that have changed since. Where none ever was, yesterday.
 * @param keepMs days that ended longer ago are left out; null: none is
 */
export function dueDays(
	snapshot: RecordSnapshot,
	{ consolidated }: ChatIndex,
	now: Date,
	zone: string,
	keepMs: number | null,
): Day[] {
	const today = dayAt(now, zone);
	const yesterday = dayBefore(today);
	// What was noted by a clock that was ahead holds back nothing.
	const isAhead = consolidated !== null && consolidated.through >= today.name;
	const since = consolidated && consolidated.since < today.name ? dayNamed(consolidated.since, zone) : yesterday;
	const through = consolidated && !isAhead ? dayNamed(consolidated.through, zone) : null;
	const change = consolidated && !isAhead ? consolidated.change : -1;
	const oldest = keepMs === null ? Number.NEGATIVE_INFINITY : now.getTime() - keepMs;
	const days = new Map<string, Day>();
	for (const one of snapshot.changedSince(change, through?.to ?? since.from)) {
		let from = one.change > change || through === null ? since.from : through.to;
		for (;;) {
			const at = snapshot.nextTurnAt(one.id, from);
			if (at === null || at >= today.from) break;
			const day = dayAt(at, zone);
			if (day.to.getTime() > oldest) days.set(day.name, day);
			from = day.to;
		}
	}
	return [...days.values()].sort((a, b) => a.from.getTime() - b.from.getTime());
}
