const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A length of time in its one largest unit: `12 s`, `6 min`, `3 h`, `2 d`. Never negative. */
export function span(milliseconds: number): string {
	const length = Math.max(0, milliseconds);
	if (length < MINUTE) return `${Math.floor(length / SECOND)} s`;
	if (length < HOUR) return `${Math.floor(length / MINUTE)} min`;
	if (length < DAY) return `${Math.floor(length / HOUR)} h`;
	return `${Math.floor(length / DAY)} d`;
}

/** `just now`, `12 s ago`, `3 h ago`, or `in 48 min` for what is to come. */
export function relative(at: string, now: number): string {
	const distance = now - Date.parse(at);
	if (Number.isNaN(distance)) return "at an unknown time";
	if (Math.abs(distance) < 2 * SECOND) return "just now";
	return distance > 0 ? `${span(distance)} ago` : `in ${span(-distance)}`;
}

/** As `relative`, without "ago", for a column of ages: `now`, `12 s`, `3 h`. */
export function age(at: string, now: number): string {
	const distance = now - Date.parse(at);
	if (Number.isNaN(distance)) return "—";
	return distance < 2 * SECOND ? "now" : span(distance);
}

/** Seconds as a running clock: `04:11`, `4:11:05`, `2 d 04:11`. */
export function runningClock(seconds: number): string {
	const whole = Math.max(0, Math.floor(seconds));
	const days = Math.floor(whole / 86_400);
	const hours = Math.floor((whole % 86_400) / 3_600);
	const minutes = Math.floor((whole % 3_600) / 60);
	if (days > 0) return `${days} d ${two(hours)}:${two(minutes)}`;
	const rest = `${two(minutes)}:${two(whole % 60)}`;
	return hours > 0 ? `${hours}:${rest}` : rest;
}

/** The time left until `at`, rounded up so that it reads zero only when it is due: `00:42`. */
export function countdown(at: string, now: number): string {
	return runningClock(secondsUntil(at, now));
}

/** Whole seconds until `at`, rounded up, never negative. */
export function secondsUntil(at: string, now: number): number {
	const left = Math.ceil((Date.parse(at) - now) / SECOND);
	return Number.isNaN(left) ? 0 : Math.max(0, left);
}

/** `08:11` in the person's own time zone; with the date when it is not today's. */
export function clockTime(at: string | number, now: number): string {
	const moment = new Date(at);
	const time = moment.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
	if (moment.toDateString() === new Date(now).toDateString()) return time;
	return `${moment.toLocaleDateString([], { day: "numeric", month: "short" })}, ${time}`;
}

/** Date, time to the second and zone, for those who hover. */
export function exactTime(at: string | number): string {
	return new Date(at).toLocaleString([], { dateStyle: "full", timeStyle: "long" });
}

function two(value: number): string {
	return String(value).padStart(2, "0");
}
