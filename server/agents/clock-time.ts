const DAY_MS = 86_400_000;
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

export interface ClockTime {
	hours: number;
	minutes: number;
	/** Its first three letters, in English; without one the next such time of any day is meant. */
	month?: string | undefined;
	day?: number | undefined;
	/** Such as `Europe/Berlin`; this machine's when it is absent or unknown. */
	zone?: string | undefined;
}

/** The next time that a clock shows this, in milliseconds since 1970; null when no clock ever does. */
export function nextClockTime({ hours, minutes, month, day, zone }: ClockTime, now: number): number | null {
	if (hours > 23 || minutes > 59) return null;
	const known = zone !== undefined && isZone(zone) ? zone : undefined;
	const today = wallClock(now, known);
	const time = hours * 3_600_000 + minutes * 60_000;
	if (month === undefined || day === undefined) {
		const at = instantOf(today - (today % DAY_MS) + time, known);
		return at > now ? at : instantOf(today - (today % DAY_MS) + DAY_MS + time, known);
	}
	const index = MONTHS.indexOf(month.toLowerCase());
	if (index < 0) return null;
	const year = new Date(today).getUTCFullYear();
	const at = instantOf(Date.UTC(year, index, day) + time, known);
	// In December they speak of January.
	return at > now - DAY_MS ? at : instantOf(Date.UTC(year + 1, index, day) + time, known);
}

/** Milliseconds since 1970; null when it is no point in time. */
export function isoInstant(text: string): number | null {
	const at = Date.parse(text);
	return Number.isNaN(at) ? null : at;
}

/** What a clock in the zone shows, as if it were UTC. */
function wallClock(at: number, timeZone: string | undefined): number {
	const parts = new Intl.DateTimeFormat("en-US", {
		timeZone,
		hourCycle: "h23",
		year: "numeric",
		month: "numeric",
		day: "numeric",
		hour: "numeric",
		minute: "numeric",
		second: "numeric",
	}).formatToParts(at);
	const value = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value);
	return Date.UTC(value("year"), value("month") - 1, value("day"), value("hour"), value("minute"), value("second"));
}

/** When a clock in the zone shows this. Twice, since the offset at the first guess may be another. */
function instantOf(wall: number, zone: string | undefined): number {
	const guess = wall - (wallClock(wall, zone) - wall);
	return guess + (wall - wallClock(guess, zone));
}

function isZone(zone: string): boolean {
	try {
		return Boolean(new Intl.DateTimeFormat("en-US", { timeZone: zone }));
	} catch {
		return false;
	}
}
