import { InvalidArgumentError } from "commander";
import { parseDuration } from "../config/quantities.ts";

const CLOCK = /^([01]?\d|2[0-3]):([0-5]\d)$/;

/** Milliseconds of `10s`, `2m`, `12h`; null for `forever`. `0` is allowed. */
export function waitOption(text: string): number | null {
	if (text === "forever") return null;
	const value = /^0+$/.test(text) ? 0 : parseDuration(text);
	if (value === null)
		throw new InvalidArgumentError(
			`It must be a duration such as "10s", "2m" or "12h" (24 days at most), "0", or "forever".`,
		);
	return value;
}

/** Milliseconds of `10s`, `2m`, `12h`. */
export function durationOption(text: string): number {
	const value = parseDuration(text);
	if (value === null)
		throw new InvalidArgumentError('It must be a duration such as "10s", "2m" or "12h" (24 days at most).');
	return value;
}

/** A moment: `2h` from now, the next `09:00` of the local clock, or an ISO date with time. */
export function momentOption(text: string, now: Date = new Date()): Date {
	const duration = parseDuration(text);
	if (duration !== null) return new Date(now.getTime() + duration);
	const clock = CLOCK.exec(text);
	if (clock) return nextTimeOfDay(Number(clock[1]), Number(clock[2]), now);
	const date = /^\d{4}-\d\d-\d\dT/.test(text) ? new Date(text) : null;
	if (date && !Number.isNaN(date.getTime())) return date;
	throw new InvalidArgumentError(
		'It must be a duration from now ("2h"), a time of day ("09:00") or an ISO date with time.',
	);
}

/** A moment that has passed: `12h` ago, or an ISO date with time. */
export function pastOption(text: string, now: Date = new Date()): Date {
	const duration = parseDuration(text);
	if (duration !== null) return new Date(now.getTime() - duration);
	const date = /^\d{4}-\d\d-\d\dT/.test(text) ? new Date(text) : null;
	if (date && date <= now) return date;
	throw new InvalidArgumentError('It must be how long ago ("12h") or an ISO date with time that has passed.');
}

/** Until when a question is put off: as `momentOption`, `tomorrow`, or `now`; null when it is none of them. */
export function snoozeOption(text: string): Date | "now" | "tomorrow" | null {
	if (text === "now" || text === "tomorrow") return text;
	try {
		return momentOption(text);
	} catch (error) {
		if (error instanceof InvalidArgumentError) return null;
		throw error;
	}
}

export function portOption(text: string): number {
	const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
	if (port <= 65_535) return port;
	throw new InvalidArgumentError("It must be a whole number from 0 to 65535; 0 takes any free port.");
}

export function countOption(text: string): number {
	const count = /^\d{1,7}$/.test(text) ? Number(text) : Number.NaN;
	if (count >= 0) return count;
	throw new InvalidArgumentError("It must be a whole number, 0 or more.");
}

/** A regular expression, as text. */
export function patternOption(text: string): string {
	try {
		new RegExp(text, "u");
		return text;
	} catch (error) {
		const why = (error as Error).message.replace(/^Invalid regular expression: /, "");
		throw new InvalidArgumentError(`${why}. Put a backslash before a character that is meant as it is.`);
	}
}

export function textOption(text: string): string {
	if (text.trim() === "") throw new InvalidArgumentError("It must not be empty.");
	return text;
}

/** Collects an option that may be given several times. */
export function listOption(text: string, before: string[] | undefined): string[] {
	return [...(before ?? []), textOption(text)];
}

function nextTimeOfDay(hour: number, minute: number, now: Date): Date {
	const moment = new Date(now);
	moment.setHours(hour, minute, 0, 0);
	if (moment <= now) moment.setDate(moment.getDate() + 1);
	return moment;
}
