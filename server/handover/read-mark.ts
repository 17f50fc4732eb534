import type { Database } from "../db/open.ts";

const KEY = "handover";

/** Until when the person has read a handover, in unix milliseconds; null: never. @throws NightshiftError `database-unavailable` */
export async function readUntil(db: Database): Promise<number | null> {
	const row = await db.read(({ setting }) => setting.findUnique({ where: { key: KEY } }));
	const { readAt } = (row?.value ?? {}) as { readAt?: string };
	return readAt === undefined ? null : Date.parse(readAt);
}

/**
 * The next handover begins there. An earlier moment than the one that holds changes nothing: a second page that was open
 * for long does not bring back what was read.
 * @returns the moment that holds, in unix milliseconds
 * @throws NightshiftError `database-unavailable`
 */
export async function markRead(db: Database, until: number): Promise<number> {
	return db.write(async ({ setting }) => {
		const row = await setting.findUnique({ where: { key: KEY } });
		const { readAt } = (row?.value ?? {}) as { readAt?: string };
		const holds = Math.max(until, readAt === undefined ? 0 : Date.parse(readAt));
		const value = { readAt: new Date(holds).toISOString() };
		await setting.upsert({
			where: { key: KEY },
			create: { key: KEY, value },
			update: { value, changedAt: new Date() },
		});
		return holds;
	});
}
