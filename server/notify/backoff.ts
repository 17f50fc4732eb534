const FIRST_MS = 5_000;
const FACTOR = 3;
const LONGEST_MS = 60 * 60_000;
const JITTER = 0.2;
/** Half a day altogether: a mail server that is down overnight still gets what was for the evening. */
export const MOST_ATTEMPTS = 16;
/** Who asks for a longer pause than this is asked again after it. */
const LONGEST_WISH_MS = 24 * 60 * 60_000;

/**
 * How long to wait after so many failed attempts, in ms: ever longer, up to an hour, with a fifth of it random so that
 * several do not come at once. What the other side wished for is kept to.
 * @param random from 0 to 1
 */
export function pauseAfter(attempts: number, wishMs: number | null = null, random = Math.random()): number {
	const pause = Math.min(FIRST_MS * FACTOR ** (attempts - 1), LONGEST_MS);
	const own = Math.round(pause * (1 + JITTER * (2 * random - 1)));
	return wishMs === null ? own : Math.max(own, Math.min(wishMs, LONGEST_WISH_MS));
}
