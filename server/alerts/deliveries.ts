import { setTimeout as delay } from "node:timers/promises";
import type { Alert, Notifier } from "./alert.ts";

/** A notifier that takes longer has failed: the next alert must not wait for it. */
const TIMEOUT_MS = 30_000;
/** How long the end of the dashboard waits for what is under way. */
const LAST_MS = 500;

/** Hands alerts to notifiers: to each in its own time, one after the other, so that a slow or broken one holds up no other. */
export class Deliveries {
	private readonly queues: { notifier: Notifier; last: Promise<void> }[];

	constructor(
		notifiers: readonly Notifier[],
		private readonly logger: { error(context: object, message: string): void },
		private readonly timeoutMs = TIMEOUT_MS,
	) {
		this.queues = notifiers.map((notifier) => ({ notifier, last: Promise.resolve() }));
	}

	notify(alert: Alert): void {
		this.toAll((notifier) => notifier.notify(alert));
	}

	withdraw(subject: string): void {
		this.toAll((notifier) => notifier.withdraw?.(subject));
	}

	/** Resolves when all was handed out, or after half a second. */
	async settled(): Promise<void> {
		const all = Promise.all(this.queues.map(({ last }) => last));
		await Promise.race([all, delay(LAST_MS, undefined, { ref: false })]);
	}

	private toAll(call: (notifier: Notifier) => void | Promise<void>): void {
		for (const queue of this.queues) {
			const { notifier } = queue;
			queue.last = queue.last
				.then(() => this.inTime(call(notifier)))
				.catch((error: unknown) => {
					this.logger.error({ err: error, notifier: notifier.name }, "an alert could not be delivered");
				});
		}
	}

	private async inTime(delivery: void | Promise<void>): Promise<void> {
		const over = new AbortController();
		const late = delay(this.timeoutMs, undefined, { ref: false, signal: over.signal }).then(() => {
			throw new Error(`it took longer than ${this.timeoutMs} ms`);
		});
		late.catch(() => undefined); // when it comes second
		try {
			await Promise.race([delivery, late]);
		} finally {
			over.abort();
		}
	}
}
