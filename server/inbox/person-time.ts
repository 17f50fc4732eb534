import type { Temporal } from "temporal-polyfill";
import type { PersonConfig } from "../config/types.ts";
import { dayOf, machineZone, momentOf } from "./zoned-clock.ts";

/** When there is somebody to answer. */
export type Hours = Pick<PersonConfig, "hours" | "timeZone">;

/** Hours so few that a deadline would take longer than this do not keep it for ever. */
const LONGEST_DAYS = 400;
const DAY_MINUTES = 24 * 60;
const NINE = 9 * 60;

/**
 * When a deadline passes for a person with such hours: once as much time *within the hours* has gone by since the
 * question was asked as lies between asking and `deadlineAt`. Its clock stands still outside of them, so a question asked
 * at six for half past eight is not decided in the night. Without hours it is `deadlineAt` itself; never earlier.
 *
 * Both of an hour that comes twice count, and one that is left out does not.
 */
export function firesAt(createdAt: Date, deadlineAt: Date, person: Hours): Date {
	return deadlineClock(person)(createdAt, deadlineAt);
}

/** The same for many questions: what a day's hours are is reckoned once. */
export function deadlineClock({ hours, timeZone }: Hours): (createdAt: Date, deadlineAt: Date) => Date {
	const zone = timeZone ?? machineZone();
	const known = new Map<string, Stretch[]>();
	const hoursOf = (day: Temporal.PlainDate) => {
		const name = day.toString();
		const stretches = known.get(name) ?? stretchesOf(day, hours, zone);
		known.set(name, stretches);
		return stretches;
	};
	return (createdAt, deadlineAt) => {
		let left = deadlineAt.getTime() - createdAt.getTime();
		if (left <= 0 || hours.length === 0) return deadlineAt;
		let from = createdAt.getTime();
		// Hours that began the day before may reach into this one.
		const first = dayOf(createdAt, zone).subtract({ days: 1 });
		for (let number = 0; number < LONGEST_DAYS; number++) {
			for (const { begin, end } of hoursOf(first.add({ days: number }))) {
				const start = Math.max(begin, from);
				if (end <= start) continue;
				if (left <= end - start) return new Date(start + left);
				left -= end - start;
				from = end;
			}
		}
		return new Date(Math.max(deadlineAt.getTime(), from));
	};
}

/** In ms. */
interface Stretch {
	begin: number;
	end: number;
}

/** The hours that begin on a day, by their beginnings. */
function stretchesOf(day: Temporal.PlainDate, hours: Hours["hours"], zone: string): Stretch[] {
	return hours
		.filter(({ days }) => days.includes(weekdayOf(day)))
		.map(({ from, to }) => ({
			begin: momentOf(day, from, zone, "earlier"),
			end: momentOf(to > from ? day : day.add({ days: 1 }), to, zone, "later"),
		}))
		.sort((a, b) => a.begin - b.begin);
}

/** The next time at which what was held back comes, after `now`; null when nothing is held back. */
export function nextDigest(now: Date, { digest, timeZone }: Pick<PersonConfig, "digest" | "timeZone">): Date | null {
	if (digest.length === 0) return null;
	const zone = timeZone ?? machineZone();
	const today = dayOf(now, zone);
	const moments = [0, 1, 2].flatMap((days) => digest.map((minutes) => momentOf(today.add({ days }), minutes, zone)));
	const next = moments.filter((moment) => moment > now.getTime()).sort((a, b) => a - b)[0];
	return next === undefined ? null : new Date(next);
}

/** The beginning of the person's next day: of the first hours on a later day, or nine o'clock tomorrow without hours. */
export function tomorrow(now: Date, { hours, timeZone }: Hours): Date {
	const zone = timeZone ?? machineZone();
	const today = dayOf(now, zone);
	for (let days = 1; days <= 7; days++) {
		const day = today.add({ days });
		const begins = hours.filter((span) => span.days.includes(weekdayOf(day))).map(({ from }) => from);
		if (begins.length > 0) return new Date(momentOf(day, Math.min(...begins, DAY_MINUTES - 1), zone));
	}
	return new Date(momentOf(today.add({ days: 1 }), NINE, zone));
}

/** 0 is Sunday, as in the hours. */
function weekdayOf(day: Temporal.PlainDate): number {
	return day.dayOfWeek % 7;
}
