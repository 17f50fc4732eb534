import { setTimeout as sleep } from "node:timers/promises";
import { ExponentialBackoff } from "cockatiel";

export interface KeepTryingOptions {
	/** Ends the trying: the last error is thrown. */
	signal: AbortSignal;
	/** Whether time may mend it; anything else is thrown at once. */
	isTemporary: (error: unknown) => boolean;
	/** Told at each failure, with the milliseconds until the next attempt. */
	onTrouble: (error: unknown, retryInMs: number) => void;
	/** Told once it worked after having failed. */
	onRecovered: () => void;
	initialDelayMs?: number;
	maxDelayMs?: number;
}

/** Does it again until it works, waiting longer each time (with jitter). cockatiel's own retry cannot be aborted in its pauses. */
export async function keepTrying<T>(operation: () => Promise<T>, options: KeepTryingOptions): Promise<T> {
	const { signal, isTemporary, onTrouble, onRecovered, initialDelayMs = 200, maxDelayMs = 30_000 } = options;
	let backoff = new ExponentialBackoff({ initialDelay: initialDelayMs, maxDelay: maxDelayMs }).next();
	for (let failed = false; ; failed = true) {
		try {
			const result = await operation();
			if (failed) onRecovered();
			return result;
		} catch (error) {
			if (signal.aborted || !isTemporary(error)) throw error;
			onTrouble(error, backoff.duration);
			await sleep(backoff.duration, undefined, { signal });
			backoff = backoff.next(undefined);
		}
	}
}
