import type { NotifyConfig } from "../config/notify-types.ts";
import type { Delivery as Row } from "../db/generated/client.ts";
import type { Database } from "../db/open.ts";
import { type Post, post } from "./channels/post.ts";
import { pushPost } from "./channels/push.ts";
import { sendMail } from "./channels/send-mail.ts";
import { webhookPost } from "./channels/webhook.ts";
import { DeliveryError } from "./delivery-error.ts";
import { receiverOf } from "./delivery-row.ts";
import type { Message } from "./message.ts";
import type { PushKeys } from "./push-keys.ts";
import { dropGoneBrowser } from "./push-lost.ts";

export interface SenderParts {
	config(): NotifyConfig;
	database(): Database | null;
	pushKeys(): Promise<PushKeys>;
}

const GONE = "It is no longer in config.json.";
/** A push service wants to know whom to write to when something is wrong. */
const NO_CONTACT = "mailto:nightshift@example.com";

/**
 * Sends a message to the receiver of its row.
 * @throws DeliveryError
 */
export function createSender({ config, database, pushKeys }: SenderParts) {
	const toBrowser = async (id: number, message: Message, key: string, signal: AbortSignal): Promise<void> => {
		const db = database();
		const browser = await db?.read((prisma) => prisma.pushSubscription.findUnique({ where: { id } }));
		if (!db || !browser) throw new DeliveryError("The browser was taken off the list.", true);
		const from = config().email?.from;
		const contact = from ? `mailto:${/<([^<>]+)>$/.exec(from)?.[1] ?? from}` : NO_CONTACT;
		const request = encrypted(browser, message, await pushKeys(), contact, key);
		try {
			await post(request, signal);
		} catch (error) {
			if (error instanceof DeliveryError && error.gone) {
				await dropGoneBrowser(db, id);
			}
			throw error;
		}
		await db.write((transaction) =>
			transaction.pushSubscription.updateMany({ where: { id }, data: { lastUsedAt: new Date() } }),
		);
	};

	return async (row: Pick<Row, "key">, message: Message, signal: AbortSignal): Promise<void> => {
		const [kind, name = ""] = receiverOf(row).split(/:(.*)/s);
		if (kind === "push") return toBrowser(Number(name), message, row.key, signal);
		if (kind === "email") {
			const { email } = config();
			if (!email) throw new DeliveryError(GONE, true);
			return sendMail(email, message, row.key, signal);
		}
		const webhook = config().webhooks.find((one) => one.name === name);
		if (!webhook) throw new DeliveryError(GONE, true);
		if (webhook.problem) throw new DeliveryError(webhook.problem, false);
		return post(webhookPost(webhook, message, row.key), signal);
	};
}

/** A browser's keys that are no keys cannot be encrypted for, today or later. */
function encrypted(...parts: Parameters<typeof pushPost>): Post {
	try {
		return pushPost(...parts);
	} catch (error) {
		throw new DeliveryError(
			"The browser's keys cannot be used: turn push off and on again there.",
			true,
			null,
			false,
			error,
		);
	}
}
