import { isoInstant, nextClockTime } from "./clock-time.ts";

/** No provider lets one wait longer; what is said beyond this is a misreading. */
const MAX_WAIT_MS = 35 * 24 * 3_600_000;

const UNITS: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const SPAN = String.raw`\d+(?:\.\d+)?\s*(?:milliseconds?|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|w)(?![a-z])`;
/** `20s`, `1m30s`, `3 days 4 hours and 5 minutes`. */
const SPANS = String.raw`((?:${SPAN}[\s,]*(?:and\s+)?)+)`;

/**
 * How long the sentence of a provider says to wait, in milliseconds; null when it does not say.
 *
 * @param text What it said, headers and JSON included.
 * @param now Milliseconds since 1970, for points in time.
 */
export function retryAfter(text: string, now: number): number | null {
	for (const read of [inMilliseconds, inSpans, inSeconds, atEpoch, atInstant, atClockTime]) {
		const wait = read(text, now);
		if (wait !== null && wait >= 0 && wait <= MAX_WAIT_MS) return Math.ceil(wait);
	}
	return null;
}

/** `"retry_after_ms": 1500`, `retry-after-ms: 1500`. */
function inMilliseconds(text: string): number | null {
	return numberIn(/retry[-_ ]?(?:after|delay|in)[-_ ]?ms["']?\s*[:=]?\s*["']?(\d+(?:\.\d+)?)/i.exec(text));
}

/** `try again in 1m30s`, `"retryDelay": "34.5s"`, `retry after 20 seconds`, `resets in 2h 5m`. */
function inSpans(text: string): number | null {
	const lead = String.raw`(?:again|retry|retrying|resets?|available|wait(?:ing)?)(?:\s+(?:again|in|after|for))*|retry[-_]?(?:after|delay)`;
	const match = new RegExp(String.raw`(?:${lead})["']?\s*[:=]?\s*["']?(?:about\s+|~)?${SPANS}`, "i").exec(text);
	if (!match?.[1]) return null;
	let total = 0;
	for (const [, count = "0", unit = ""] of match[1].matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)/gi)) {
		const name = unit.toLowerCase();
		total += Number(count) * (UNITS[/^(ms|milli)/.test(name) ? "ms" : name.slice(0, 1)] ?? 0);
	}
	return total;
}

/** `Retry-After: 20`, `"resets_in_seconds": 3600`. */
function inSeconds(text: string): number | null {
	const seconds = numberIn(
		/(?:retry[-_ ]?after(?:[-_ ]?seconds)?|resets?_in_seconds|retry_in_seconds)["']?\s*[:=]?\s*["']?(\d+(?:\.\d+)?)(?![\d.]*\s*[-/:\w])/i.exec(
			text,
		),
	);
	// Some put a point in time here.
	return seconds === null || seconds > 1_000_000_000 ? null : seconds * 1_000;
}

/** `usage limit reached|1763740800`, `"resets_at": 1763740800`: in seconds, or milliseconds. */
function atEpoch(text: string, now: number): number | null {
	const epoch = numberIn(
		/(?:\||resets?[-_ ]?at["']?\s*[:=]?\s*["']?|-reset["']?\s*[:=]\s*["']?)(\d{10}|\d{13})(?!\d)/i.exec(text),
	);
	if (epoch === null) return null;
	return (epoch < 100_000_000_000 ? epoch * 1_000 : epoch) - now;
}

/** `resets at 2026-11-21T15:00:00Z`. */
function atInstant(text: string, now: number): number | null {
	const match = /(?:reset\w*|retry|again)[^\n]{0,40}?(\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d))/i.exec(text);
	const at = match?.[1] ? isoInstant(match[1]) : null;
	return at === null ? null : at - now;
}

/** `resets 3pm`, `resets at 3:30pm (Europe/Berlin)`, `try again at 15:05`, `resets Nov 24 at 3pm (UTC)`. */
function atClockTime(text: string, now: number): number | null {
	const match =
		/(?:resets?|again)\s+(?:at\s+|on\s+)?(?:([a-z]{3})[a-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(?:\d{4},?\s+)?(?:at\s+)?)?(\d{1,2})(?::(\d\d))?\s*(am|pm)?\b(?:\s*\(([\w/+-]+)\))?/i.exec(
			text,
		);
	if (!match) return null;
	const [, month, day, hour = "", minute, half, zone] = match;
	// A bare number is no time.
	if (minute === undefined && half === undefined) return null;
	const hours = half ? (Number(hour) % 12) + (half.toLowerCase() === "pm" ? 12 : 0) : Number(hour);
	const at = nextClockTime(
		{ hours, minutes: Number(minute ?? 0), month, day: day ? Number(day) : undefined, zone },
		now,
	);
	return at === null ? null : at - now;
}

function numberIn(match: RegExpExecArray | null): number | null {
	return match?.[1] === undefined ? null : Number(match[1]);
}
