import type { Risk } from "../contract/handover.ts";
import { LEFT_OUT } from "../contract/record.ts";
import type { Database } from "../db/open.ts";
import { ticketOf } from "../inbox/ticket.ts";
import { oneLine } from "../text/cut.ts";
import type { Period } from "./period.ts";

const HOUR_MS = 3_600_000;
/** A default that fires within this time is told of, and work that has waited longer for its review. */
const SOON_MS = 24 * HOUR_MS;
const OLD_MS = 48 * HOUR_MS;
/** Ends that nobody has to be told of twice. */
const HARMLESS = new Set(["user", "update"]);
const MOST = 20;

/** What may go wrong, or has, as far as the database knows. The worst first. */
export async function readRisks(db: Database, period: Period, now: number): Promise<Risk[]> {
	const found = [
		await crashes(db, period),
		await missingChecks(db, period),
		await comingDefaults(db, now),
		await oldReviews(db, now),
	].flat();
	return found.sort((a, b) => weight(a) - weight(b)).slice(0, MOST);
}

function weight({ severity }: Risk): number {
	return severity === "error" ? 0 : 1;
}

async function crashes(db: Database, { from, to }: Period): Promise<Risk[]> {
	const rows = await db.read(
		(prisma) => prisma.$queryRaw<{ name: string; cause: string; count: number | bigint }[]>`
			SELECT "HistoryDaemon"."name", "cause", sum("count") AS "count" FROM "HistoryEnd"
			JOIN "HistoryDaemon" ON "HistoryDaemon"."id" = "HistoryEnd"."daemon"
			WHERE "at" >= ${from} AND "at" < ${to} AND NOT "asked"
			GROUP BY "HistoryDaemon"."name", "cause" ORDER BY "count" DESC`,
	);
	return rows
		.filter(({ cause }) => !HARMLESS.has(cause))
		.map(({ name, cause, count }): Risk => {
			const times = Number(count) === 1 ? "once" : `${count} times`;
			const text = `${name} ended ${times} by itself (${CAUSES[cause] ?? "cause unknown"}).`;
			return { severity: "warning", text, at: null, page: `/daemons/${encodeURIComponent(name)}/dossiers` };
		});
}

const CAUSES: Record<string, string> = {
	crash: "it crashed",
	oom: "out of memory",
	watchdog: "it hung",
	config: "its configuration is wrong",
};

/** Finished work of which a check failed, or was left out. */
async function missingChecks(db: Database, { from, to }: Period): Promise<Risk[]> {
	const runs = await db.read(({ run }) =>
		run.findMany({
			where: { status: { in: ["review", "done"] }, endedAt: { gte: new Date(from), lt: new Date(to) } },
			select: {
				id: true,
				item: true,
				checks: { orderBy: { id: "desc" }, select: { command: true, ok: true, how: true } },
			},
		}),
	);
	return runs.flatMap(({ id, item, checks }) => {
		// Of each command, how it went last.
		const last = new Map(checks.toReversed().map((check) => [check.command, check]));
		const bad = [...last.values()].filter(({ ok }) => !ok);
		if (bad.length === 0) return [];
		const left = bad.every(({ how }) => how === LEFT_OUT);
		const names = oneLine(bad.map(({ command }) => command).join(", "), 200);
		const text = `${item} is finished although a check ${left ? "was left out" : "failed"}: ${names}.`;
		return [{ severity: left ? "warning" : "error", text, at: null, page: `/activity?run=${id}` } satisfies Risk];
	});
}

async function comingDefaults(db: Database, now: number): Promise<Risk[]> {
	const rows = await db.read(({ question }) =>
		question.findMany({
			where: { status: "pending", onDeadline: { in: ["default", "skip"] }, firesAt: { lte: new Date(now + SOON_MS) } },
			orderBy: { firesAt: "asc" },
			take: MOST,
			select: { id: true, title: true, firesAt: true, onDeadline: true },
		}),
	);
	return rows.map(({ id, title, firesAt, onDeadline }) => {
		const what = onDeadline === "default" ? "is decided by its default" : "is skipped";
		const text = `${ticketOf(id)} ${what} unless you answer: ${oneLine(title, 200)}`;
		return { severity: "warning", text, at: firesAt?.toISOString() ?? null, page: `/inbox?ticket=${ticketOf(id)}` };
	});
}

async function oldReviews(db: Database, now: number): Promise<Risk[]> {
	const rows = await db.read(({ run }) =>
		run.findMany({
			where: { status: "review", endedAt: { lt: new Date(now - OLD_MS) } },
			orderBy: { endedAt: "asc" },
			take: MOST,
			select: { item: true, waitsFor: true, endedAt: true },
		}),
	);
	return rows.map(({ item, waitsFor, endedAt }) => {
		const days = Math.floor((now - (endedAt?.getTime() ?? now)) / (24 * HOUR_MS));
		const text = `${item} has waited ${days} days for its review: what it was built on goes on changing.`;
		return { severity: "warning", text, at: null, page: waitsFor ? `/inbox?ticket=${waitsFor}` : "/roadmap" };
	});
}
