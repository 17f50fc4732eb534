import { RequestError } from "../../_live/socket.ts";

/** So often is waited for one thing: the limit is shared by all pages of this browser. */
const MOST_WAITS = 5;

/**
 * Sends, and when too much was sent at once waits as long as the dashboard says and sends again. Throws what `send` throws.
 * @param wait given milliseconds
 */
export async function patiently<T>(send: () => Promise<T>, wait: (ms: number) => Promise<void> = pause): Promise<T> {
	for (let waits = 0; ; waits += 1) {
		try {
			return await send();
		} catch (error) {
			const seconds = retryAfter(error);
			if (seconds === null || waits === MOST_WAITS) throw error;
			await wait(seconds * 1000);
		}
	}
}

/** In how many seconds it may be tried again; null when waiting is no remedy. */
function retryAfter(error: unknown): number | null {
	if (!(error instanceof RequestError) || error.code !== "rate-limited") return null;
	const { retryAfterSeconds } = error.details;
	return typeof retryAfterSeconds === "number" && retryAfterSeconds > 0 ? retryAfterSeconds : 1;
}

function pause(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}
