import { parseAge } from "../config/quantities.ts";

/** A date with time and zone; seconds may be missing. */
const DATE = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)$/i;
const ZONELESS = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?)?$/;
/** The last moment that a date can be. */
const END_OF_TIME = Date.UTC(9999, 0);

/** A moment ahead, or why the text is none: one sentence that says what to send. */
export type Moment = { at: Date } | { mistake: string };

/**
 * Reads when something is to be over: `2h` from now, or a date with time and zone. A date without its zone is refused and
 * not guessed: a default must never fire hours too early.
 */
export function readMoment(name: string, text: string, now: Date): Moment {
	const clock = now.toISOString();
	const age = parseAge(text.trim().replaceAll(" ", ""));
	if (age !== null) return ahead(name, text, now.getTime() + age, now);
	if (ZONELESS.test(text.trim())) {
		return { mistake: `${name} "${text}" lacks a time with its zone: send ${example(now)}; it is ${clock} now.` };
	}
	if (!DATE.test(text.trim())) {
		return {
			mistake: `${name} "${text.slice(0, 60)}" is no moment: send a date with time and zone such as ${example(now)}, or how long from now such as "2h"; it is ${clock} now.`,
		};
	}
	return ahead(name, text, Date.parse(text.trim().replace(" ", "T").replace(/\s+/g, "")), now);
}

function ahead(name: string, text: string, at: number, now: Date): Moment {
	if (Number.isNaN(at) || at > END_OF_TIME) {
		return { mistake: `${name} "${text.slice(0, 60)}" is no date: send one such as ${example(now)}.` };
	}
	if (at > now.getTime()) return { at: new Date(at) };
	return {
		mistake: `${name} "${text.slice(0, 60)}" is in the past, it is ${now.toISOString()} now: send a later one such as ${example(now)}, or how long from now such as "2h", or leave it out to wait as long as it takes.`,
	};
}

/** Tomorrow, at the full hour. */
function example(now: Date): string {
	return `"${new Date(now.getTime() + 24 * 3_600_000).toISOString().slice(0, 14)}00:00Z"`;
}
