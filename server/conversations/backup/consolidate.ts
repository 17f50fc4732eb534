import { setTimeout as delay } from "node:timers/promises";
import type { Database } from "../../db/open.ts";
import { type Day, dayAt, dayBefore, dayNamed } from "./day.ts";
import { dueDays } from "./due-days.ts";
import type { IndexEntry } from "./forms.ts";
import { type BackupOptions, noteBackups, type Session, withBackup } from "./session.ts";

/** Longer than another process takes to see that the lock is free. */
const BREATH_MS = 60;

export interface Consolidated {
	/** `2026-11-21` */
	day: string;
	/** Of the Markdown, in the folder; null: nothing was said that day. */
	file: string | null;
	conversations: number;
	/** The names of the files that were written anew. */
	written: string[];
}

export interface DueOptions extends BackupOptions {
	/** Days older than this are not gone back to; null: none is too old. */
	keepMs?: number | null;
}

/**
 * Writes the logs of all conversations with turns that day, and the day's Markdown with all of them. Doing it again changes
 * nothing as long as nothing was added to the record; a day that is not over is written as far as it is.
 * @param day `2026-11-21`, by the person's calendar
 * @throws NightshiftError `bad-request` for what is no day, and as `carryOutOrders`
 */
export async function consolidateDay(db: Database, day: string, options: BackupOptions): Promise<Consolidated> {
	return withBackup(db, options, async (session) => {
		const done = await consolidate(db, session, dayNamed(day, session.zone));
		session.backup.finish();
		return done;
	});
}

/**
 * Consolidates all days that are over and still to do: the day before, those of an outage, and earlier ones to which
 * something was added. The very first time, only the day before.
 * @throws NightshiftError as `carryOutOrders`; what is still to do is done the next time. `internal` once all days are done:
 * what is wrong with a single conversation stays wrong until somebody says something in it
 */
export async function consolidateDue(db: Database, options: DueOptions): Promise<Consolidated[]> {
	const now = options.now ?? new Date();
	const { days, change, through } = await withBackup(db, { ...options, now }, async ({ backup, snapshot, zone }) => ({
		days: dueDays(snapshot, backup.index, now, zone, options.keepMs ?? null),
		change: snapshot.newestChange(),
		through: dayBefore(dayAt(now, zone)).name,
	}));
	const done: Consolidated[] = [];
	// Each day by itself, and with a breath: others may have something to write that somebody waits for.
	let finish = () => {};
	for (const day of days) {
		const { backup, ...one } = await withBackup(db, { ...options, now }, async (session) => ({
			...(await consolidate(db, session, day)),
			backup: session.backup,
		}));
		done.push(one);
		if (backup.hasFailures) finish = () => backup.finish();
		await delay(BREATH_MS);
	}
	await withBackup(db, { ...options, now }, async ({ backup }) => {
		// The earliest that there ever was, which a clock that was ahead for a while does not know.
		const [since = through] = [backup.index.consolidated?.since ?? through, through].sort();
		backup.index.consolidated = { since, through, change };
		await backup.save();
	});
	finish();
	return done;
}

/** The days that `consolidateDue` would do now, the earliest first. */
export async function daysToDo(db: Database, options: DueOptions): Promise<string[]> {
	return withBackup(db, options, async ({ backup, snapshot, now, zone }) =>
		dueDays(snapshot, backup.index, now, zone, options.keepMs ?? null).map(({ name }) => name),
	);
}

async function consolidate(db: Database, { backup, snapshot }: Session, day: Day): Promise<Consolidated> {
	const from = backup.written.length;
	const entries = new Map<number, IndexEntry>();
	for (const id of snapshot.idsOf(day)) {
		const entry = await backup.tryLog(id);
		if (entry) entries.set(id, entry);
	}
	await backup.save();
	const kept = await backup.keepDay(day, { complete: true });
	await backup.save();
	await noteBackups(db, entries);
	const written = backup.written.slice(from);
	return { day: day.name, file: kept?.file ?? null, conversations: kept?.conversations ?? 0, written };
}
