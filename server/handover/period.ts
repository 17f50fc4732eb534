import { NightshiftError } from "../contract/errors.ts";

const DAY_MS = 24 * 3_600_000;
/** The longest time that a handover covers by itself: who was away for longer asks for the days. */
export const LONGEST_MS = 14 * DAY_MS;
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Unix milliseconds. */
export interface Period {
	from: number;
	to: number;
}

export interface Wish {
	/** `2026-11-21`: that day, in the machine's time zone. */
	day?: string | undefined;
	/** Unix milliseconds. */
	since?: number | undefined;
}

/**
 * The time of a handover: the day asked for, as far as it has passed; else since the moment asked for, or since the last
 * one was read; never read, the last 24 hours. At most 14 days.
 * @param readAt unix milliseconds
 * @throws NightshiftError `bad-request`
 */
export function periodOf({ day, since }: Wish, readAt: number | null, now: number): Period {
	if (day !== undefined && since !== undefined) throw refused("Name a day or a moment, not both.", "day");
	if (day !== undefined) return dayOf(day, now);
	if (since !== undefined && since >= now) throw refused("A handover begins in the past.", "since");
	return { from: Math.max(since ?? readAt ?? now - DAY_MS, now - LONGEST_MS), to: now };
}

function dayOf(text: string, now: number): Period {
	const [, year, month, day] = (DAY.exec(text) ?? []).map(Number);
	// By the calendar and not by 24 hours: a day has 23 or 25 of them when the clocks change.
	const begin = new Date(year ?? Number.NaN, (month ?? 0) - 1, day);
	if (!(begin.getMonth() + 1 === month && begin.getDate() === day)) {
		throw refused(`${JSON.stringify(text.slice(0, 40))} is no day; write it like 2026-11-21.`, "day");
	}
	if (begin.getTime() > now) throw refused(`${text} has not begun yet.`, "day");
	const end = new Date(begin.getFullYear(), begin.getMonth(), begin.getDate() + 1);
	return { from: begin.getTime(), to: Math.min(end.getTime(), now) };
}

function refused(sentence: string, key: string): NightshiftError {
	return new NightshiftError("bad-request", sentence, { key });
}
