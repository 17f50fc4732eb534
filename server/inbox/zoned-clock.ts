import { Temporal } from "temporal-polyfill";

/**
 * The moment at which the clocks of a place show so many minutes after midnight of a day, in ms. A time that is left out
 * when the clocks go forward is the moment at which they do; of one that comes twice `which` says which is meant.
 */
export function momentOf(
	day: Temporal.PlainDate,
	minutes: number,
	zone: string,
	which: "earlier" | "later" = "earlier",
): number {
	const wanted = day.toPlainDateTime({ hour: Math.floor(minutes / 60), minute: minutes % 60 });
	const found = wanted.toZonedDateTime(zone, { disambiguation: which });
	if (found.toPlainDateTime().equals(wanted)) return found.epochMilliseconds;
	// Left out: "earlier" is on the side before the change.
	const before = wanted.toZonedDateTime(zone, { disambiguation: "earlier" });
	return before.getTimeZoneTransition("next")?.epochMilliseconds ?? found.epochMilliseconds;
}

/** The day that it is there at a moment. */
export function dayOf(moment: Date, zone: string): Temporal.PlainDate {
	return Temporal.Instant.fromEpochMilliseconds(moment.getTime()).toZonedDateTimeISO(zone).toPlainDate();
}

/** The time zone of the machine. */
export function machineZone(): string {
	return Temporal.Now.timeZoneId();
}
