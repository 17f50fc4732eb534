import { stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

/** Cheap enough to be always on, and works where file systems report no changes (network, containers). */
const LOOK_EVERY_MS = 2_000;

/** Lets a daemon that can do nothing right now wait until something changes. */
export class Waker {
	private alarm = new AbortController();
	private woken = false;
	private seen = "";

	/**
	 * @param files whose appearance, change or end is worth another look.
	 * @param signal ends every wait.
	 */
	constructor(
		private readonly files: readonly string[],
		private readonly signal: AbortSignal,
	) {
		signal.addEventListener("abort", () => this.alarm.abort());
	}

	/** Remembers how the files are now. Call it before reading them, so that no change falls between. */
	async look(): Promise<void> {
		this.seen = await fingerprint(this.files);
	}

	/** Something else has changed: ends the wait, or the next one if nobody waits right now. */
	wake(): void {
		this.woken = true;
		this.alarm.abort();
	}

	/**
	 * Waits until woken, until a file is no longer as it was at the last `look`, or for `timeoutMs` (null: no limit).
	 * @throws AbortError when the daemon is stopped.
	 */
	async wait(timeoutMs: number | null): Promise<void> {
		const end = timeoutMs === null ? Number.POSITIVE_INFINITY : performance.now() + timeoutMs;
		while (!this.woken && performance.now() < end && (await fingerprint(this.files)) === this.seen) {
			await this.sleep(Math.min(LOOK_EVERY_MS, end - performance.now()));
		}
		this.woken = false;
		this.signal.throwIfAborted();
	}

	private async sleep(ms: number): Promise<void> {
		this.signal.throwIfAborted();
		this.alarm = new AbortController();
		if (this.woken) return;
		await sleep(ms, undefined, { signal: this.alarm.signal }).catch((error: Error) => {
			if (error.name !== "AbortError") throw error;
		});
	}
}

async function fingerprint(files: readonly string[]): Promise<string> {
	const stats = await Promise.all(files.map((file) => stat(file).catch(() => null)));
	return stats.map((one) => (one ? `${one.ino}:${one.size}:${one.mtimeMs}` : "-")).join(" ");
}
