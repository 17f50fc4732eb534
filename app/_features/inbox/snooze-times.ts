import type { SnoozeUntil } from "./inbox-api.ts";

export interface SnoozeChoice {
	label: string;
	until: SnoozeUntil;
	/** The same in unix milliseconds; null: not known yet. */
	at: number | null;
}

const HOUR = 3_600_000;
/** When a day begins for what was put off. */
const MORNING = 9;
/** Later today must still be today. */
const LATER_HOURS = 3;
const LATEST_TODAY = 21;

/**
 * When a question may come again, by the clock of the person's own time zone.
 * @param tomorrow when the person's next day begins, as the dashboard says: by their hours. Null: not known yet
 */
export function snoozeChoices(now: number, tomorrow: number | null): SnoozeChoice[] {
	const later = new Date(now + LATER_HOURS * HOUR);
	later.setMinutes(0, 0, 0);
	const isToday = later.getDate() === new Date(now).getDate() && later.getHours() <= LATEST_TODAY;
	const week = (8 - new Date(now).getDay()) % 7 || 7;
	return [
		choice("In an hour", now + HOUR),
		...(isToday ? [choice("Later today", later.getTime())] : []),
		{ label: tomorrowLabel(now, tomorrow), until: "tomorrow", at: tomorrow },
		week === 1 ? choice("In a week", morning(now, 7)) : choice("Next week", morning(now, week)),
	];
}

function choice(label: string, at: number): SnoozeChoice {
	return { label, until: at, at };
}

/** On a Friday it may be Monday: then it is not called tomorrow. */
function tomorrowLabel(now: number, tomorrow: number | null): string {
	const isNextDay = tomorrow === null || localInput(tomorrow).slice(0, 10) === localInput(morning(now, 1)).slice(0, 10);
	return isNextDay ? "Tomorrow" : "Your next day with hours";
}

/** That many days on, in the morning: on the day when the clocks change, too. */
function morning(now: number, days: number): number {
	const day = new Date(now);
	return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days, MORNING).getTime();
}

/** `2026-11-28T05:00`, as a field for date and time wants it, in the person's own time zone. */
export function localInput(at: number): string {
	const moment = new Date(at);
	const two = (value: number) => String(value).padStart(2, "0");
	return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}T${two(moment.getHours())}:${two(moment.getMinutes())}`;
}
