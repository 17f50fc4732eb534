import { NightshiftError } from "../../contract/errors.ts";
import type { Context } from "../context.ts";
import { DONE } from "../context.ts";
import { findDashboard } from "../dashboard/find.ts";
import { readStatus } from "../dashboard/status.ts";
import { withDatabase } from "../with-database.ts";

export interface HandoverOptions {
	/** `2026-11-21` */
	day?: string;
	since?: Date;
	/** The next one begins where this one ends. */
	read?: boolean;
}

/** `nightshift handover`: what was done, decided and spent, what waits and what is at risk. Works with the dashboard down. */
export async function handover(context: Context, { day, since, read = false }: HandoverOptions): Promise<number> {
	if (read && day !== undefined) {
		const sentence = "A day cannot be marked as read: what lies before it may never have been shown. Leave out --day.";
		throw new NightshiftError("bad-request", sentence);
	}
	const status = await readStatus(context.paths, await findDashboard(context.paths));
	const [{ periodOf }, { readHandover }, { markRead, readUntil }, { readZone }, { handoverToText }] = await Promise.all(
		[
			import("../../handover/period.ts"),
			import("../../handover/read-handover.ts"),
			import("../../handover/read-mark.ts"),
			import("../../handover/read-zone.ts"),
			import("../../handover/to-text.ts"),
		],
	);
	const told = await withDatabase(context.paths, async (db) => {
		const now = Date.now();
		const period = periodOf({ day, since: since?.getTime() }, await readUntil(db), now, await readZone(db));
		const found = await readHandover(db, period, now, status);
		if (read) await markRead(db, period.to);
		return found;
	});
	context.print(told, () => handoverToText(told));
	return DONE;
}
