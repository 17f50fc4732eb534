import type { Database } from "../../db/open.ts";
import { dayAt } from "./day.ts";
import { type BackupOptions, noteBackups, withBackup } from "./session.ts";

const AT_ONCE = 500;

export interface OrderOptions extends BackupOptions {
	/**
	 * Whether another backup was asked for meanwhile. Where much is to do, as after the first start, the rest is left for the
	 * next time then: nobody who asks now waits for what was asked for long ago.
	 */
	isAskedAgain?: () => boolean;
}

export interface CarriedOut {
	/** How many orders were done; of what was left none is, whatever was written for it. */
	orders: number;
	/** The names of the files that were written anew; a file whose content is the same is left as it is. */
	written: string[];
}

/**
 * Carries out the backups that were asked for, the newest first: the log of each conversation, the Markdown of the day on which it was asked,
 * the index and the context summary. Only when all of them are on the disk the orders are done. Whoever is killed in
 * between does it again, with the same files as a result.
 * @throws NightshiftError `config-invalid` when the folder cannot be written or the disk is full, `timeout`,
 * `database-unavailable`: the orders stay open, and no file is lost or half-written. `internal` when something is wrong with
 * single conversations: their orders stay open, all others are done
 */
export async function carryOutOrders(db: Database, options: OrderOptions): Promise<CarriedOut> {
	const { isAskedAgain = () => false } = options;
	const open = await db.read((prisma) => prisma.conversationOrder.count({ where: { doneAt: null } }));
	if (open === 0) return { orders: 0, written: [] };
	return withBackup(db, options, async ({ backup, snapshot, now, zone }) => {
		const orders = snapshot.openOrders();
		const entries = new Map();
		const leave = async () => {
			await backup.save();
			await noteBackups(db, entries);
			return { orders: 0, written: backup.written };
		};
		for (const { conversationId } of orders) {
			if (entries.size > 0 && isAskedAgain()) return leave();
			const entry = await backup.tryLog(conversationId);
			if (entry) entries.set(conversationId, entry);
		}
		await backup.save();
		const days = new Map(orders.map(({ at }) => dayAt(at, zone)).map((day) => [day.name, day]));
		for (const [index, day] of [...days.values()].entries()) {
			if (index > 0 && isAskedAgain()) return leave();
			await backup.keepDay(day, { complete: false });
		}
		await backup.save();
		await noteBackups(db, entries);
		const done = orders.filter(({ conversationId }) => !backup.hasFailed(conversationId));
		for (let from = 0; from < done.length; from += AT_ONCE) {
			const id = { in: done.slice(from, from + AT_ONCE).map((order) => order.id) };
			await db.write(({ conversationOrder }) =>
				conversationOrder.updateMany({ where: { id, doneAt: null }, data: { doneAt: now } }),
			);
		}
		backup.finish();
		return { orders: done.length, written: backup.written };
	});
}
