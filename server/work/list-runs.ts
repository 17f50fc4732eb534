import { NightshiftError } from "../contract/errors.ts";
import type { RunStatus, RunSummary } from "../contract/work.ts";
import type { Database } from "../db/open.ts";
import { pageSize } from "../inbox/page.ts";
import { toRunSummary } from "./run-summary.ts";

interface RunFilter {
	/** All of them when left out. */
	daemon?: string | undefined;
	item?: string | undefined;
	status?: RunStatus | undefined;
	/** 1 to 200, as many unless told. */
	limit?: number | undefined;
	/** The `next` of the page before. */
	cursor?: string | undefined;
}

/**
 * One page of runs, the newest first. `next` is the cursor of the following page, null on the last.
 * @throws NightshiftError `bad-request` for a cursor that is none, `database-unavailable`
 */
export async function listRuns(
	db: Database,
	{ daemon, item, status, limit, cursor }: RunFilter = {},
): Promise<{ runs: RunSummary[]; next: string | null }> {
	const size = pageSize(limit);
	const where = {
		...(daemon !== undefined && { daemon }),
		...(item !== undefined && { item }),
		...(status && { status }),
		...(cursor && { id: { lt: numberOf(cursor) } }),
	};
	const rows = await db.read(({ run }) => run.findMany({ where, orderBy: { id: "desc" }, take: size + 1 }));
	const page = rows.slice(0, size);
	const last = page.at(-1);
	return { runs: page.map(toRunSummary), next: rows.length > size && last ? String(last.id) : null };
}

function numberOf(cursor: string): number {
	if (/^[1-9]\d{0,9}$/.test(cursor)) return Number(cursor);
	const sentence = `There is no page ${JSON.stringify(cursor.slice(0, 40))}; take the cursor from the "next" of the page before.`;
	throw new NightshiftError("bad-request", sentence, { key: "cursor" });
}
