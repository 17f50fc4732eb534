import { Temporal } from "temporal-polyfill";
import { NightshiftError } from "../contract/errors.ts";
import { dayOf, momentOf } from "../inbox/zoned-clock.ts";

const DAY_MS = 24 * 3_600_000;
/** The longest time that a handover covers by itself: who was away for longer asks for the days. */
export const LONGEST_MS = 14 * DAY_MS;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Unix milliseconds. */
export interface Period {
	from: number;
	to: number;
}

export interface Wish {
	/** `2026-11-21`: that day, where the person is. */
	day?: string | undefined;
	/** Unix milliseconds. */
	since?: number | undefined;
}

/**
 * The time of a handover: the day asked for, as far as it has passed; else since the moment asked for, or since the last
 * one was read; never read, the last 24 hours. At most 14 days.
 * @param readAt unix milliseconds
 * @param zone IANA: by its midnights days begin
 * @throws NightshiftError `bad-request`
 */
export function periodOf({ day, since }: Wish, readAt: number | null, now: number, zone: string): Period {
	if (day !== undefined && since !== undefined) throw refused("Name a day or a moment, not both.", "day");
	if (day !== undefined) return dayIn(day, now, zone);
	if (since !== undefined && since >= now) throw refused("A handover begins in the past.", "since");
	return { from: Math.max(since ?? readAt ?? now - DAY_MS, now - LONGEST_MS), to: now };
}

function dayIn(text: string, now: number, zone: string): Period {
	const day = plainDay(text);
	if (!day) throw refused(`${JSON.stringify(text.slice(0, 40))} is no day; write it like 2026-11-21.`, "day");
	if (Temporal.PlainDate.compare(day, dayOf(new Date(now), zone)) > 0) {
		throw refused(`${text} has not begun yet.`, "day");
	}
	// By the calendar and not by 24 hours: a day has 23 or 25 of them when the clocks change.
	const end = momentOf(day.add({ days: 1 }), 0, zone);
	return { from: momentOf(day, 0, zone), to: Math.min(end, now) };
}

function plainDay(text: string): Temporal.PlainDate | null {
	if (!DAY.test(text)) return null;
	try {
		return Temporal.PlainDate.from(text);
	} catch {
		return null; // the 30th of February
	}
}

function refused(sentence: string, key: string): NightshiftError {
	return new NightshiftError("bad-request", sentence, { key });
}
