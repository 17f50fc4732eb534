import type { Alert, Notifier } from "./alert.ts";

/** Hands alerts to notifiers: to each in its own time, one after the other, so that a slow or broken one holds up no other. */
export class Deliveries {
	private readonly queues: { notifier: Notifier; last: Promise<void> }[];

	constructor(
		notifiers: readonly Notifier[],
		private readonly logger: { error(context: object, message: string): void },
	) {
		this.queues = notifiers.map((notifier) => ({ notifier, last: Promise.resolve() }));
	}

	notify(alert: Alert): void {
		this.toAll((notifier) => notifier.notify(alert));
	}

	withdraw(subject: string): void {
		this.toAll((notifier) => notifier.withdraw?.(subject));
	}

	/** Resolves when all was handed out. */
	async settled(): Promise<void> {
		await Promise.all(this.queues.map(({ last }) => last));
	}

	private toAll(call: (notifier: Notifier) => void | Promise<void>): void {
		for (const queue of this.queues) {
			const { notifier } = queue;
			queue.last = queue.last
				.then(() => call(notifier))
				.catch((error: unknown) => {
					this.logger.error({ err: error, notifier: notifier.name }, "an alert could not be delivered");
				});
		}
	}
}
