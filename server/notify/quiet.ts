import type { WeekSpan } from "../config/week-span.ts";
import { dayOf, machineZone, momentOf } from "../inbox/zoned-clock.ts";

/** The end of the quiet hours that `now` lies in; null outside of all of them. @param zone null: the machine's */
export function quietUntil(spans: readonly WeekSpan[], zone: string | null, now: Date): Date | null {
	const place = zone ?? machineZone();
	const today = dayOf(now, place);
	const ends = spans.flatMap(({ days, from, to }) =>
		[0, 1].flatMap((daysAgo) => {
			const day = today.subtract({ days: daysAgo });
			if (!days.includes(day.dayOfWeek % 7)) return [];
			const begin = momentOf(day, from, place);
			const end = momentOf(to > from ? day : day.add({ days: 1 }), to, place, "later");
			return begin <= now.getTime() && now.getTime() < end ? [end] : [];
		}),
	);
	return ends.length === 0 ? null : new Date(Math.max(...ends));
}

/** `Sun 22 Nov, 09:00` where the person is. */
export function momentWords(iso: string, zone: string | null): string {
	const format = new Intl.DateTimeFormat("en-GB", {
		weekday: "short",
		day: "numeric",
		month: "short",
		hour: "2-digit",
		minute: "2-digit",
		...(zone !== null && { timeZone: zone }),
	});
	return format.format(new Date(iso));
}
