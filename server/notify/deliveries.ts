import { NightshiftError } from "../contract/errors.ts";
import type { Delivery } from "../contract/notify.ts";
import type { Database } from "../db/open.ts";
import { pageSize } from "../inbox/page.ts";
import { toDelivery } from "./delivery-row.ts";

const DAY_MS = 24 * 60 * 60_000;
/** What became of messages is kept for this long, and so many of them. */
const KEPT_MS = 30 * DAY_MS;
const MOST_KEPT = 5_000;

export interface DeliveryFilter {
	status?: Delivery["status"];
	limit?: number;
	/** The `next` of the page before. */
	cursor?: string;
}

/** One page of the log, newest first. */
export function listDeliveries(
	database: Database,
	{ status, limit, cursor }: DeliveryFilter,
): Promise<{ deliveries: Delivery[]; next: string | null }> {
	const size = pageSize(limit);
	const before = cursor === undefined ? null : deliveryNumber(cursor);
	const where = { ...(status && { status }), ...(before !== null && { id: { lt: before } }) };
	return database.read(async (prisma) => {
		const rows = await prisma.delivery.findMany({ where, orderBy: { id: "desc" }, take: size + 1 });
		const page = rows.slice(0, size);
		const last = page.at(-1);
		return { deliveries: page.map(toDelivery), next: rows.length > size && last ? String(last.id) : null };
	});
}

/**
 * Has something sent that failed, or sooner than it would be. What was sent, or was not to be sent, stays as it is.
 * @throws NightshiftError `not-found`, `version-conflict`
 */
export function retryDelivery(database: Database, id: number): Promise<Delivery> {
	return database.write(async (transaction) => {
		const row = await transaction.delivery.findUnique({ where: { id } });
		if (!row) throw unknownDelivery(String(id));
		if (row.status === "sent" || row.status === "dropped") {
			const sentence = `This message was ${row.status} already, so there is nothing to try again.`;
			throw new NightshiftError("version-conflict", sentence);
		}
		const data = { status: "pending", attempts: 0, nextAt: null };
		return toDelivery(await transaction.delivery.update({ where: { id }, data }));
	});
}

/** Removes what is older than a month, or beyond the last five thousand. What is still to be sent stays. */
export async function forgetOldDeliveries(database: Database, now = new Date()): Promise<number> {
	const settled = { status: { not: "pending" } };
	return database.write(async (transaction) => {
		const old = await transaction.delivery.deleteMany({
			where: { ...settled, createdAt: { lt: new Date(now.getTime() - KEPT_MS) } },
		});
		const last = await transaction.delivery.findMany({
			where: settled,
			orderBy: { id: "desc" },
			skip: MOST_KEPT,
			take: 1,
			select: { id: true },
		});
		const end = last[0]?.id;
		const many =
			end === undefined
				? 0
				: (await transaction.delivery.deleteMany({ where: { ...settled, id: { lte: end } } })).count;
		return old.count + many;
	});
}

/** @throws NightshiftError `not-found` */
export function deliveryNumber(id: string): number {
	if (!/^[1-9]\d{0,9}$/.test(id) || Number(id) >= 2 ** 31) throw unknownDelivery(id);
	return Number(id);
}

function unknownDelivery(id: string): NightshiftError {
	return new NightshiftError(
		"not-found",
		`There is no message ${id.slice(0, 20)} in the log; old ones are removed after a month.`,
	);
}
