import type { Alert, Notifier } from "../alerts/alert.ts";
import { tellingOfAlert } from "./from-alert.ts";
import type { Telling } from "./message.ts";
import type { Outbox } from "./outbox.ts";

export interface AlertNotifierOptions {
	outbox: Pick<Outbox, "tell" | "withdraw">;
	/** Sends something that cannot be written down, once, by all ways that need no database. */
	sendUnwritten(telling: Telling): Promise<void>;
	logger: { error(context: object, message: string): void };
}

/** While nothing can be written, so many are kept; what is older has been overtaken. */
const MOST_KEPT = 100;

/** Hands alerts to the outbox. While the database is away they wait in memory, and what is critical is sent all the same. */
export class AlertNotifier implements Notifier {
	readonly name = "outbox";
	private kept: Telling[] = [];

	constructor(private readonly options: AlertNotifierOptions) {}

	async notify(alert: Alert): Promise<void> {
		if (alert.kind === "recovered") await this.withdraw(alert.subject);
		await this.tell(tellingOfAlert(alert));
	}

	async withdraw(subject: string): Promise<void> {
		this.kept = this.kept.filter(({ key }) => !key.startsWith(`alert:${subject}:`));
		await this.options.outbox.withdraw(subject, "It was over before it was sent.");
	}

	/** Writes what could not be written before. */
	async tryAgain(): Promise<void> {
		const kept = this.kept;
		this.kept = [];
		for (const telling of kept) await this.write(telling);
	}

	private async tell(telling: Telling): Promise<void> {
		const written = await this.write(telling);
		if (!written && telling.urgency === "critical") {
			this.kept = this.kept.filter((one) => one !== telling);
			await this.options.sendUnwritten(telling);
		}
	}

	private async write(telling: Telling): Promise<boolean> {
		try {
			await this.options.outbox.tell(telling);
			return true;
		} catch (error) {
			this.options.logger.error({ err: error }, "an alert could not be written into the outbox; it is kept for later");
			this.kept = [...this.kept, telling].slice(-MOST_KEPT);
			return false;
		}
	}
}
