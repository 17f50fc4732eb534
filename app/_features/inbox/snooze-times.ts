export interface SnoozeChoice {
	label: string;
	/** Unix milliseconds. */
	at: number;
}

const HOUR = 3_600_000;
/** When a day begins for what was put off. */
const MORNING = 9;
/** Later today must still be today. */
const LATER_HOURS = 3;
const LATEST_TODAY = 21;

/** When a question may come again, by the clock of the person's own time zone. */
export function snoozeChoices(now: number): SnoozeChoice[] {
	const later = new Date(now + LATER_HOURS * HOUR);
	later.setMinutes(0, 0, 0);
	const isToday = later.getDate() === new Date(now).getDate() && later.getHours() <= LATEST_TODAY;
	const week = (8 - new Date(now).getDay()) % 7 || 7;
	return [
		{ label: "In an hour", at: now + HOUR },
		...(isToday ? [{ label: "Later today", at: later.getTime() }] : []),
		{ label: "Tomorrow morning", at: morning(now, 1) },
		...(week === 1 ? [] : [{ label: "Next week", at: morning(now, week) }]),
		...(week === 1 ? [{ label: "In a week", at: morning(now, 7) }] : []),
	];
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
