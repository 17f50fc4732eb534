import type { NotifyConfig } from "../config/notify-types.ts";
import { NightshiftError } from "../contract/errors.ts";
import { visibleText } from "../contract/visible-text.ts";
import type { Database } from "../db/open.ts";
import { rowsOfTelling, writeRows } from "./delivery-row.ts";
import { keysOfSubject } from "./from-alert.ts";
import type { Telling } from "./message.ts";
import { type Target, targetsFor } from "./targets.ts";

export interface OutboxOptions {
	/** Null while it is not available. */
	database(): Database | null;
	config(): NotifyConfig;
	/** Blots out what may be secret, in each of the texts. */
	redact(texts: readonly string[]): Promise<string[]>;
	/** Something was written that is to be sent. */
	onWritten(): void;
}

/** What is to be told, durable before anybody tries to send it. */
export class Outbox {
	constructor(private readonly options: OutboxOptions) {}

	/**
	 * Tells a person, by the rules of config.json for this event and urgency. It is durable when this resolves, with the
	 * number of messages that will be sent; it is 0 when nobody is to be told, or all were told under this key before.
	 * @param targets instead of the rules' own
	 * @throws NightshiftError `database-unavailable`
	 */
	async tell(telling: Telling, targets?: readonly Target[]): Promise<number> {
		const database = this.options.database();
		if (!database) {
			throw new NightshiftError("database-unavailable", "The database is not open, so nothing can be told yet.");
		}
		const receivers = targets ?? (await this.receiversOf(database, telling));
		if (receivers.length === 0) return 0;
		const rows = rowsOfTelling(await this.cleaned(telling), receivers);
		const written = await database.write((transaction) => writeRows(transaction, rows));
		if (written > 0) this.options.onWritten();
		return written;
	}

	/** What was to be told of a subject of alerts, and is not sent yet, need not be said any more. */
	async withdraw(subject: string, why: string): Promise<void> {
		const where = { status: "pending", event: "alert", key: { startsWith: keysOfSubject(subject) } };
		const data = { status: "dropped", error: why, nextAt: null };
		const dropped = await this.options
			.database()
			?.write((transaction) => transaction.delivery.updateMany({ where, data }));
		if (dropped && dropped.count > 0) this.options.onWritten();
	}

	private async receiversOf(database: Database, { event, urgency }: Telling): Promise<Target[]> {
		if (event === "test") return [];
		const select = { id: true, label: true } as const;
		const browsers = await database.read((prisma) =>
			prisma.pushSubscription.findMany({ select, orderBy: { id: "asc" } }),
		);
		return targetsFor(event, urgency, this.options.config(), browsers);
	}

	/** Without secrets, and without characters that would disguise the rest: whoever tells, titles of questions and items come from outside. */
	private async cleaned(telling: Telling): Promise<Telling> {
		const texts = [visibleText(telling.title), visibleText(telling.text), telling.html ?? ""];
		const [title = "", text = "", html] = await this.options.redact(texts);
		return { ...telling, title, text, ...(telling.html !== undefined && html !== undefined && { html }) };
	}
}
