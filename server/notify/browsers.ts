import { createHash } from "node:crypto";
import { NightshiftError } from "../contract/errors.ts";
import type { NewSubscription, PushBrowser } from "../contract/notify.ts";
import { visibleText } from "../contract/visible-text.ts";
import type { PushSubscription as Row } from "../db/generated/client.ts";
import type { Database } from "../db/open.ts";
import { foundBrowser } from "./push-lost.ts";

/** A person has a few browsers; more than this are leftovers. */
const MOST = 50;
const LOCAL = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * Remembers a browser that wants to be told; the same again is the same, with what is new of it.
 * @throws NightshiftError `bad-request` for what is no push service, or one browser too many
 */
export async function addBrowser(database: Database, { endpoint, keys, label }: NewSubscription): Promise<PushBrowser> {
	const { protocol, hostname } = new URL(endpoint);
	if (protocol !== "https:" && !LOCAL.test(hostname)) {
		throw new NightshiftError("bad-request", "A push service is reached over https: this address is not.");
	}
	const data = { p256dh: keys.p256dh, auth: keys.auth, label: visibleText(label) };
	return database.write(async (transaction) => {
		const known = await transaction.pushSubscription.findUnique({ where: { endpoint } });
		if (!known && (await transaction.pushSubscription.count()) >= MOST) {
			throw new NightshiftError(
				"bad-request",
				`${MOST} browsers get push messages already: turn it off for some of them.`,
			);
		}
		const row = await transaction.pushSubscription.upsert({
			where: { endpoint },
			create: { ...data, endpoint, createdAt: new Date() },
			update: data,
		});
		await foundBrowser(transaction);
		return toBrowser(row);
	});
}

/** Forgets a browser; one that is not known is forgotten already. @returns whether it was known */
export async function removeBrowser(
	database: Database,
	which: { id: number } | { endpoint: string },
): Promise<boolean> {
	const { count } = await database.write((transaction) => transaction.pushSubscription.deleteMany({ where: which }));
	return count > 0;
}

/** Oldest first. */
export function listBrowsers(database: Database): Promise<PushBrowser[]> {
	return database.read(async (prisma) =>
		(await prisma.pushSubscription.findMany({ orderBy: { id: "asc" } })).map(toBrowser),
	);
}

/** How a page knows its own browser, without being told of the others' addresses. */
export function fingerprintOf(endpoint: string): string {
	return createHash("sha256").update(endpoint).digest("base64url");
}

function toBrowser({ id, label, endpoint, createdAt, lastUsedAt }: Row): PushBrowser {
	return {
		id,
		label,
		fingerprint: fingerprintOf(endpoint),
		createdAt: createdAt.toISOString(),
		lastUsedAt: lastUsedAt?.toISOString() ?? null,
	};
}
