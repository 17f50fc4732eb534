import type { ActivityEntry, NewActivity } from "../contract/activity.ts";
import type { Prisma, Activity as Row } from "../db/generated/client.ts";
import type { Database } from "../db/open.ts";
import { clip, oneLine } from "../text/cut.ts";
import { wellFormed } from "./text.ts";

const MAX_TITLE = 500;
const MAX_DETAIL = 20_000;

/** Appends to the activity feed. Longer texts are cut, the title to one line: a record must not fail for its length. */
export function recordActivity(db: Database, entry: NewActivity): Promise<ActivityEntry> {
	return db.write(async (transaction) => toEntry(await appendActivity(transaction, entry)));
}

/** The same within a transaction, so that what happened and its record are one. */
export function appendActivity(transaction: Prisma.TransactionClient, entry: NewActivity): Promise<Row> {
	const { kind, title, detail, ticket, task, daemon, outcome } = wellFormed(entry);
	return transaction.activity.create({
		data: {
			at: entry.at ? new Date(entry.at) : new Date(),
			kind,
			title: oneLine(title, MAX_TITLE),
			detail: detail ? clip(detail, MAX_DETAIL) : null,
			daemon: daemon ?? null,
			task: task ?? null,
			ticket: ticket ?? null,
			outcome: outcome ?? null,
		},
	});
}

/** A row as the contract has it. */
export function toEntry(row: Row): ActivityEntry {
	return {
		id: row.id,
		at: row.at.toISOString(),
		daemon: row.daemon,
		kind: row.kind as ActivityEntry["kind"],
		task: row.task,
		ticket: row.ticket,
		title: row.title,
		detail: row.detail,
		outcome: row.outcome as ActivityEntry["outcome"],
	};
}
