import type { Database } from "../db/open.ts";
import { compact, type Pass } from "./compact.ts";
import { prune } from "./prune.ts";
import { mayGoOn } from "./steps.ts";

/** Room that is left by what was removed is used again. Only what is beyond this many pages (8 MiB) is given back. */
const SPARE_PAGES = 2_000;
/** Pages (1 MiB) that are given back in one step. */
const STEP_PAGES = 256;

/**
 * Keeps the history small: removes what is too old, tells old restlessness in fewer rows, and gives back room. Each step is
 * short, because others write the same database.
 *
 * @param pass when it is, and when this was done last
 * @param stop ends it between two steps
 */
export async function keepSmall(database: Database, pass: Pass, stop?: AbortSignal): Promise<void> {
	await prune(database, pass.now, stop);
	await compact(database, pass, stop);
	for (let free = await freePages(database); free > SPARE_PAGES && (await mayGoOn(stop)); ) {
		await database.giveBack(Math.min(STEP_PAGES, free - SPARE_PAGES));
		const left = await freePages(database);
		if (left >= free) return; // made without incremental vacuum: nothing can be given back
		free = left;
	}
}

async function freePages(database: Database): Promise<number> {
	const [row] = await database.read((prisma) => prisma.$queryRaw<{ freelist_count: bigint }[]>`PRAGMA freelist_count`);
	return Number(row?.freelist_count ?? 0);
}
