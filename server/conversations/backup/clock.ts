import { Temporal } from "temporal-polyfill";
import type { Day } from "./day.ts";
import type { Clock } from "./markdown.ts";

/** Clocks are changed on the quarter of an hour, wherever and whenever they were. */
const QUARTER_MS = 15 * 60_000;
const DAY_MS = 24 * 3_600_000;

/**
 * The person's clock on a day: `10:03:05`; on another day with its date; on a day on which the clocks are changed with the
 * offset from UTC, because an hour may come twice.
 */
export function clockOf({ name, zone, from, to }: Day): Clock {
	const isChanged = to.getTime() - from.getTime() !== DAY_MS;
	const offsets = new Map<number, { ms: number; text: string }>();
	const offsetAt = (ms: number) => {
		const quarter = Math.floor(ms / QUARTER_MS);
		let offset = offsets.get(quarter);
		if (!offset) {
			const there = Temporal.Instant.fromEpochMilliseconds(quarter * QUARTER_MS).toZonedDateTimeISO(zone);
			offset = { ms: there.offsetNanoseconds / 1e6, text: there.offset };
			if (offsets.size > 1_000) offsets.clear();
			offsets.set(quarter, offset);
		}
		return offset;
	};
	return (at) => {
		const ms = Date.parse(at);
		const offset = offsetAt(ms);
		const there = new Date(ms + offset.ms).toISOString();
		const date = there.slice(0, 10);
		const time = `${there.slice(11, 19)}${isChanged ? ` ${offset.text}` : ""}`;
		return date === name ? time : `${date} ${time}`;
	};
}
