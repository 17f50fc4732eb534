import type { PersonConfig } from "../config/types.ts";
import { dayOf, machineZone, momentOf } from "../inbox/zoned-clock.ts";

/** When the handover of a day is told, of a person who has no digest: minutes after midnight. */
const EIGHT = 8 * 60;

/** The latest time at or before `now` at which a handover was to be told: that of the first digest of a day, else eight o'clock. */
export function lastDue(now: Date, { digest, timeZone }: Pick<PersonConfig, "digest" | "timeZone">): Date {
	const zone = timeZone ?? machineZone();
	const today = dayOf(now, zone);
	const moments = [0, 1].map((daysAgo) => momentOf(today.subtract({ days: daysAgo }), digest[0] ?? EIGHT, zone));
	const last = moments.find((moment) => moment <= now.getTime()) ?? moments.at(-1) ?? now.getTime();
	return new Date(last);
}
