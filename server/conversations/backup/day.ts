import { Temporal } from "temporal-polyfill";
import { NightshiftError } from "../../contract/errors.ts";
import { dayOf, momentOf } from "../../inbox/zoned-clock.ts";

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A day where the person is. */
export interface Day {
	/** `2026-11-21` */
	name: string;
	/** IANA: its midnights begin and end the day, which may have 23 or 25 hours. */
	zone: string;
	from: Date;
	/** Of the next day. */
	to: Date;
}

/** @throws NightshiftError `bad-request` */
export function dayNamed(name: string, zone: string): Day {
	const day = plainDay(name);
	if (!day) {
		const sentence = `${JSON.stringify(name.slice(0, 40))} is no day; write it like 2026-11-21.`;
		throw new NightshiftError("bad-request", sentence, { key: "day" });
	}
	return toDay(day, zone);
}

/** The day that it is there at a moment. */
export function dayAt(moment: Date, zone: string): Day {
	return toDay(dayOf(moment, zone), zone);
}

export function dayBefore({ name, zone }: Day): Day {
	return toDay(Temporal.PlainDate.from(name).subtract({ days: 1 }), zone);
}

function toDay(day: Temporal.PlainDate, zone: string): Day {
	const begin = (of: Temporal.PlainDate) => new Date(momentOf(of, 0, zone));
	return { name: day.toString(), zone, from: begin(day), to: begin(day.add({ days: 1 })) };
}

function plainDay(name: string): Temporal.PlainDate | null {
	if (!DAY.test(name)) return null;
	try {
		return Temporal.PlainDate.from(name);
	} catch {
		return null; // the 30th of February
	}
}
