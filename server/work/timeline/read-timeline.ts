import type { TimelineEntry, TimelineKind, TimelinePage } from "../../contract/record.ts";
import type { Run } from "../../db/generated/client.ts";
import type { Database } from "../../db/open.ts";
import { findRun, nextStart } from "../read-run.ts";
import { isoTime } from "../sql-time.ts";
import { activitySource, type FeedFilter } from "./activity-source.ts";
import { readCursor, type SourceName } from "./cursor.ts";
import { firstIdSince } from "./first-id-since.ts";
import { mergeSources, type Source } from "./merge.ts";
import { callSource, checkSource, turnSource, type WorkFilter } from "./work-sources.ts";

export interface TimelineFilter {
	daemon?: string | undefined;
	item?: string | undefined;
	kinds?: readonly TimelineKind[] | undefined;
	/** The `next` of the page before. */
	cursor?: string | undefined;
	/** 1 to 200; 100 unless told. */
	limit?: number | undefined;
}

const DEFAULT_SIZE = 100;
const MAX_SIZE = 200;

/** What happened, of all daemons or one, the newest first. @throws NightshiftError `bad-request`, `database-unavailable` */
export async function readTimeline(db: Database, filter: TimelineFilter = {}): Promise<TimelinePage> {
	const { daemon = null, item = null } = filter;
	const work = { run: null, daemon, item };
	const recordedSince = await recordingSince(db, null);
	const page = await read(db, work, { daemon, item, run: null, recordedSince }, filter);
	return { ...page, entries: await withRuns(db, page.entries) };
}

/** What happened in one run, likewise. @throws NightshiftError `not-found`, `bad-request`, `database-unavailable` */
export async function readRunTimeline(
	db: Database,
	id: number,
	filter: Pick<TimelineFilter, "kinds" | "cursor" | "limit"> = {},
): Promise<TimelinePage> {
	const run = await findRun(db, id);
	const until = await nextStart(db, run);
	const firstId = await firstIdSince(db, run.daemon, run.startedAt);
	const recordedSince = await recordingSince(db, id);
	const feed = { daemon: run.daemon, item: run.item, from: run.startedAt, until, firstId };
	const work = { run: id, daemon: null, item: null };
	const page = await read(db, work, { daemon: null, item: null, run: feed, recordedSince }, filter);
	return {
		...page,
		entries: page.entries.filter((entry) => isOfRun(entry, run)).map((entry) => ({ ...entry, run: id })),
	};
}

function read(
	db: Database,
	work: WorkFilter,
	feed: Omit<FeedFilter, "kinds">,
	{ kinds, cursor, limit = DEFAULT_SIZE }: TimelineFilter,
): Promise<TimelinePage> {
	const wanted = kinds && kinds.length > 0 ? new Set(kinds) : null;
	const wants = (kind: TimelineKind) => wanted === null || wanted.has(kind);
	const sources = new Map<SourceName, Source>();
	if (wanted === null || [...wanted].some((kind) => kind !== "check" && kind !== "prompt")) {
		sources.set("activity", activitySource(db, { ...feed, kinds: wanted }));
	}
	if (wants("tool")) sources.set("calls", callSource(db, work));
	if (wants("check")) sources.set("checks", checkSource(db, work));
	if (wants("prompt")) sources.set("turns", turnSource(db, work));
	return mergeSources(sources, readCursor(cursor), Math.min(Math.max(1, Math.trunc(limit) || 1), MAX_SIZE));
}

/** A command names no item: it belongs to the run in whose time it was given. */
function isOfRun(entry: TimelineEntry, { item, endedAt }: Run): boolean {
	return entry.item === item || endedAt === null || entry.at <= endedAt.toISOString();
}

/** Since when tool calls are recorded, at all or of a run: null when they are not. */
async function recordingSince(db: Database, runId: number | null): Promise<Date | null> {
	const [row] = await db.read((prisma) =>
		runId === null
			? prisma.$queryRaw<{ at: string }[]>`SELECT "startedAt" AS "at" FROM "Turn" ORDER BY "id" LIMIT 1`
			: prisma.$queryRaw<{ at: string }[]>`
				SELECT "startedAt" AS "at" FROM "Turn" WHERE "runId" = ${runId} ORDER BY "number" LIMIT 1`,
	);
	return row ? new Date(isoTime(row.at)) : null;
}

/** The feed names items: with the run of each, the one that was in work then. */
async function withRuns(db: Database, entries: TimelineEntry[]): Promise<TimelineEntry[]> {
	const items = new Set(entries.flatMap(({ run, item }) => (run === null && item !== null ? [item] : [])));
	if (items.size === 0) return entries;
	const runs = await db.read(({ run }) =>
		run.findMany({
			where: { item: { in: [...items] } },
			select: { id: true, daemon: true, item: true, startedAt: true },
			orderBy: { id: "desc" },
		}),
	);
	return entries.map((entry) => {
		if (entry.run !== null || entry.item === null) return entry;
		const at = Date.parse(entry.at) + SLACK_MS;
		const run = runs.find(
			({ daemon, item, startedAt }) => daemon === entry.daemon && item === entry.item && startedAt.getTime() <= at,
		);
		return run ? { ...entry, run: run.id } : entry;
	});
}

/** A run's first entry is written with it, a little before. */
const SLACK_MS = 2_000;
