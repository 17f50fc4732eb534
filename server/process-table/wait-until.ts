import { setTimeout as delay } from "node:timers/promises";

/** How often it is looked: quick at first, since most programs end at once. */
const POLL_MS = { first: 5, longest: 100 };

/**
 * Looks again and again, for what the system announces by no event.
 *
 * @param deadline of `performance.now()`, asked again and again: it may move while this waits.
 * @returns false when it was still not so at the deadline.
 */
export async function waitUntil(isSo: () => boolean | Promise<boolean>, deadline: () => number): Promise<boolean> {
	for (let pause = POLL_MS.first; ; pause = Math.min(pause * 1.5, POLL_MS.longest)) {
		if (await isSo()) return true;
		if (performance.now() >= deadline()) return false;
		await delay(pause);
	}
}

/** The deadline that is so far away from now. */
export function within(ms: number): () => number {
	const end = performance.now() + ms;
	return () => end;
}
