import type { NotifyConfig } from "../config/notify-types.ts";
import { visibleText } from "../contract/visible-text.ts";
import type { Delivery as Row } from "../db/generated/client.ts";
import { DeliveryError } from "./delivery-error.ts";
import { keyFor } from "./delivery-row.ts";
import type { Message, Telling } from "./message.ts";
import { targetsFor } from "./targets.ts";

export interface UnwrittenParts {
	config: NotifyConfig;
	base: string;
	redact(texts: readonly string[]): Promise<string[]>;
	send(row: Pick<Row, "key">, message: Message, signal: AbortSignal): Promise<void>;
	logger: { error(context: object, message: string): void };
}

const TIMEOUT_MS = 15_000;

/**
 * Sends what cannot wait and cannot be written down (the disk is full, say): once, to each receiver that is known without
 * the database. How it went is in the dashboard's log alone.
 */
export async function sendUnwritten(
	telling: Telling,
	{ config, base, redact, send, logger }: UnwrittenParts,
): Promise<void> {
	const { event, urgency, key, link, daemon = null, ticket = null, tag = key } = telling;
	if (event === "test") return;
	const [title = "", text = ""] = await redact([visibleText(telling.title), visibleText(telling.text)]);
	const message: Message = {
		event,
		urgency,
		title,
		text,
		options: [],
		deadline: null,
		link: `${base}${link}`,
		path: link,
		daemon,
		ticket,
		at: new Date().toISOString(),
		tag,
		html: null,
	};
	await Promise.all(
		targetsFor(event, urgency, config, []).map(async (target) => {
			try {
				await send({ key: keyFor(key, target) }, message, AbortSignal.timeout(TIMEOUT_MS));
			} catch (error) {
				const why = error instanceof DeliveryError ? error.message : "it could not be sent";
				logger.error({ err: error, channel: target.label }, why);
			}
		}),
	);
}
