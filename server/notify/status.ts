import type { NotifyConfig } from "../config/notify-types.ts";
import type { Delivery, NotifyStatus } from "../contract/notify.ts";
import type { Database } from "../db/open.ts";
import { listBrowsers } from "./browsers.ts";
import { mailWhere } from "./channels/send-mail.ts";
import { webhookWhere } from "./channels/webhook.ts";
import { toDelivery } from "./delivery-row.ts";
import { quietUntil } from "./quiet.ts";

/** The channels of the configuration, and how each fares. */
export async function readStatus(
	database: Database,
	config: NotifyConfig,
	timeZone: string | null,
	publicKey: string | null,
): Promise<NotifyStatus> {
	const { email, webhooks, push, quietHours } = config;
	const last = (target: string, channel: Delivery["channel"]) => lastOf(database, target, channel);
	const channels = [
		...(email
			? [
					{
						name: "email",
						kind: "email" as const,
						where: mailWhere(email),
						problem: email.problem,
						last: await last("email", "email"),
					},
				]
			: []),
		...(await Promise.all(
			webhooks.map(async (webhook) => ({
				name: webhook.name,
				kind: "webhook" as const,
				where: webhookWhere(webhook),
				problem: webhook.problem,
				last: await last(webhook.name, "webhook"),
			})),
		)),
	];
	return {
		channels,
		push: { enabled: push, publicKey, browsers: await listBrowsers(database) },
		quietUntil: quietUntil(quietHours, timeZone, new Date())?.toISOString() ?? null,
	};
}

/** What was last tried by a channel. */
async function lastOf(database: Database, target: string, channel: Delivery["channel"]): Promise<Delivery | null> {
	const where = { target, channel, attempts: { gt: 0 } };
	const row = await database.read((prisma) => prisma.delivery.findFirst({ where, orderBy: { id: "desc" } }));
	return row ? toDelivery(row) : null;
}
