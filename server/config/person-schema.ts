import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import type { PersonConfig } from "./types.ts";
import { duration } from "./values.ts";
import { weekSpan } from "./week-span.ts";

/** How long an answer from a page can be taken back, when config.json does not say. */
export const DEFAULT_UNDO_MS = 10_000;

const timeZone = z.string().refine((zone) => {
	try {
		Temporal.Now.zonedDateTimeISO(zone);
		return true;
	} catch {
		return false;
	}
}, 'must be a time zone by its name, such as "Europe/Berlin"');

const CLOCK = /^([01]\d|2[0-3]):([0-5]\d)$/;
/** Minutes after midnight, after checking. */
export const timeOfDay = z
	.string()
	.regex(CLOCK, 'must be a time of day such as "09:00"')
	.transform((text) => {
		const [, hour, minute] = CLOCK.exec(text) ?? [];
		return Number(hour) * 60 + Number(minute);
	});

/** When there is somebody to answer, and how they want to be asked. */
export const personSchema = z.strictObject({
	name: z.string().trim().min(1).max(100).optional().describe("What you are called in messages."),
	hours: z
		.array(weekSpan)
		.max(50)
		.optional()
		.describe("When you may be asked: outside of these hours the clocks of deadlines stand still. None: always."),
	timeZone: timeZone.optional().describe('Of the hours, e.g. "Europe/Berlin". Default: that of the machine.'),
	digest: z
		.array(timeOfDay)
		.max(24)
		.optional()
		.describe("Questions that are not urgent and block nothing are held back and come together at these times."),
	undo: duration
		.nullable()
		.optional()
		.describe("How long an answer given on a page can be taken back before it is handed out; null: not at all."),
});

export type PersonFile = z.output<typeof personSchema>;

/** Fills in the defaults. */
export function settlePerson(person: PersonFile = {}): PersonConfig {
	return {
		name: person.name ?? null,
		hours: person.hours ?? [],
		timeZone: person.timeZone ?? null,
		digest: [...new Set(person.digest)].sort((a, b) => a - b),
		undoMs: person.undo === undefined ? DEFAULT_UNDO_MS : (person.undo ?? 0),
	};
}
