import type { Handover } from "../contract/handover.ts";
import type { Database } from "../db/open.ts";
import { readPerson } from "../inbox/person.ts";
import type { Outbox } from "../notify/outbox.ts";
import { lastDue } from "./due.ts";
import { LONGEST_MS } from "./period.ts";
import { type Present, readHandover } from "./read-handover.ts";
import { handoverToText, summary } from "./to-text.ts";

const KEY = "handover-told";

/**
 * Tells the handover of a day, once, when its time has come: of all since the last one that was told. A dashboard that was
 * away at that time tells it when it is back. On its first day it tells nothing, and a day on which nothing was is not told.
 * @returns whether one was told
 * @throws NightshiftError `database-unavailable`
 */
export async function tellDailyHandover(
	db: Database,
	outbox: Pick<Outbox, "tell">,
	present: Present,
	now: Date,
): Promise<boolean> {
	const { person, last } = await db.read(async (prisma) => ({
		person: await readPerson(prisma),
		last: (await prisma.setting.findUnique({ where: { key: KEY } }))?.value as { at: string } | undefined,
	}));
	const due = lastDue(now, person);
	if (last === undefined) {
		await remember(db, now);
		return false;
	}
	const told = Date.parse(last.at);
	if (told >= due.getTime()) return false;
	const period = { from: Math.max(told, now.getTime() - LONGEST_MS), to: now.getTime() };
	const handover = await readHandover(db, period, now.getTime(), present);
	const worthIt = !isEmpty(handover);
	if (worthIt) {
		await outbox.tell({
			event: "handover",
			// Written and then not remembered, it is not told again.
			key: `handover:${due.toISOString()}`,
			urgency: "normal",
			title: `Handover: ${summary(handover)}`,
			text: handoverToText(handover),
			link: "/handover",
		});
	}
	await remember(db, now);
	return worthIt;
}

function isEmpty({ doneCount, failedCount, waitingCount, decidedCount, risks, spent }: Handover): boolean {
	return doneCount + failedCount + waitingCount + decidedCount + risks.length + spent.length === 0;
}

async function remember(db: Database, now: Date): Promise<void> {
	const value = { at: now.toISOString() };
	await db.write(({ setting }) =>
		setting.upsert({ where: { key: KEY }, create: { key: KEY, value }, update: { value, changedAt: now } }),
	);
}
