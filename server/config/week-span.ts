import { z } from "zod";

/** Hours that come again each week, in the machine's time zone. `to` before `from` reaches into the next day. */
export interface WeekSpan {
	/** 0 is Sunday, as in `Date`: the days on which it begins. */
	days: number[];
	/** Minutes after midnight. */
	from: number;
	to: number;
}

const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const DAY = `(?:${DAYS.join("|")})`;
const SPAN = new RegExp(`^(?:(${DAY})(?:-(${DAY}))? )?([01]\\d|2[0-3]):([0-5]\\d)-([01]\\d|2[0-3]):([0-5]\\d)$`);

/** `09:00-12:00` on every day, `mon-fri 09:00-12:00`, `sat 22:00-06:00`. */
export const weekSpan = z
	.string()
	.regex(SPAN, 'must be hours such as "09:00-12:00" or "mon-fri 09:00-12:00"')
	.transform((text): WeekSpan => {
		const [, first, last, ...times] = SPAN.exec(text) ?? [];
		const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = times.map(Number);
		return { days: daysBetween(first, last ?? first), from: fromHour * 60 + fromMinute, to: toHour * 60 + toMinute };
	});

function daysBetween(first: string | undefined, last: string | undefined): number[] {
	if (first === undefined || last === undefined) return DAYS.map((_, day) => day);
	const from = DAYS.indexOf(first);
	const count = ((DAYS.indexOf(last) - from + DAYS.length) % DAYS.length) + 1;
	return Array.from({ length: count }, (_, index) => (from + index) % DAYS.length);
}

/** When the hours that `now` lies in end; null outside of all of them. */
export function endOfSpan(spans: readonly WeekSpan[], now: Date): Date | null {
	const ends = spans.flatMap((span) => [0, 1].flatMap((daysAgo) => endWithin(span, now, daysAgo) ?? []));
	return ends.length === 0 ? null : new Date(Math.max(...ends.map((end) => end.getTime())));
}

/** The end of the span that began so many days before `now`, when `now` lies in it. */
function endWithin({ days, from, to }: WeekSpan, now: Date, daysAgo: number): Date | null {
	// By the calendar and not by 24 hours: a day has 23 or 25 of them when the clocks change.
	const at = (day: number, minutes: number) =>
		new Date(now.getFullYear(), now.getMonth(), now.getDate() + day, 0, minutes);
	const begin = at(-daysAgo, from);
	const end = at(-daysAgo + (to > from ? 0 : 1), to);
	return days.includes(begin.getDay()) && begin <= now && now < end ? end : null;
}
