import type { TimelineEntry, TimelineKind } from "../../contract/record.ts";
import { type Activity, Prisma, type Question } from "../../db/generated/client.ts";
import type { Database } from "../../db/open.ts";
import { oneLine } from "../../text/cut.ts";
import { sqlTime } from "../sql-time.ts";
import { idBelow } from "./cursor.ts";
import type { Source } from "./merge.ts";

const MAX_TITLE = 500;
/** A run's entry may be written a little before the run itself. */
const SLACK_MS = 2_000;

/** What of the feed belongs to one run. */
export interface FeedOfRun {
	daemon: string;
	item: string;
	from: Date;
	/** Null: until now. */
	until: Date | null;
	/** No entry before this id can belong to it. */
	firstId: number;
}
export interface FeedFilter {
	kinds: ReadonlySet<TimelineKind> | null;
	daemon: string | null;
	item: string | null;
	run: FeedOfRun | null;
	/** Since when tool calls are recorded as such: from then on a developer's lines about them are left out. */
	recordedSince: Date | null;
}

/** The activity feed, with the words of people as such: commands, and answers of questions. */
export function activitySource(db: Database, filter: FeedFilter): Source {
	return async (below, size) => {
		const rows = await db.read(async (prisma) => {
			const found = await prisma.$queryRaw<{ id: bigint | number }[]>(query(filter, below, size));
			const ids = found.map(({ id }) => Number(id));
			return prisma.activity.findMany({ where: { id: { in: ids } }, orderBy: { id: "desc" } });
		});
		const words = await readWords(db, rows);
		return rows.map((row) => {
			const entry = toEntry(row, words);
			return { id: row.id, entry: filter.kinds === null || filter.kinds.has(entry.kind) ? entry : null };
		});
	};
}

/** The ids of what is told. Of an item, and of a run, it is found by an index, however long the feed is. */
function query(filter: FeedFilter, below: number, size: number): Prisma.Sql {
	const { run, item, daemon } = filter;
	// The plus keeps SQLite from going through the feed by id where the item's index finds the few that are wanted.
	const id = run || item !== null ? Prisma.sql`+"id"` : Prisma.sql`"id"`;
	const common = Prisma.sql`${id} < ${idBelow(below)} ${conditions(filter)}`;
	const end = Prisma.sql`ORDER BY ${id} DESC LIMIT ${size}`;
	if (!run) {
		// With an item alone the index still serves: there are few daemons.
		const ofAnybody = item !== null && daemon === null;
		const whose = ofAnybody ? Prisma.sql`"daemon" IN (SELECT "daemon" FROM "Run") AND` : Prisma.empty;
		return Prisma.sql`SELECT "id" FROM "Activity" WHERE ${whose} ${common} ${end}`;
	}
	const from = sqlTime(run.from.getTime() - SLACK_MS);
	const until = run.until ? Prisma.sql`AND "at" < ${sqlTime(run.until)}` : Prisma.empty;
	const untold = Prisma.sql`"daemon" = ${run.daemon} AND "at" >= ${from} ${until} AND ${common}`;
	// Commands name no item: those given while it was in work.
	return Prisma.sql`SELECT "id" FROM (
			SELECT "id" FROM "Activity" WHERE ${untold} AND "task" = ${run.item}
			UNION ALL
			SELECT "id" FROM "Activity" WHERE ${untold} AND "task" IS NULL AND "kind" = 'command' AND +"id" >= ${run.firstId})
		${end}`;
}

function conditions({ daemon, item, recordedSince, kinds }: FeedFilter): Prisma.Sql {
	const parts: Prisma.Sql[] = [];
	if (daemon !== null) parts.push(Prisma.sql`AND "daemon" = ${daemon}`);
	if (item !== null) parts.push(Prisma.sql`AND "task" = ${item}`);
	if (recordedSince) {
		const since = sqlTime(recordedSince);
		parts.push(Prisma.sql`AND NOT ("kind" = 'tool' AND "task" IS NOT NULL AND "at" >= ${since}
			AND "daemon" IN (SELECT "daemon" FROM "Run"))`);
	}
	if (kinds) {
		const columns: string[] = [...kinds].filter((kind) => kind !== "person");
		if (kinds.has("person")) columns.push("command", "question");
		parts.push(Prisma.sql`AND "kind" IN (${Prisma.join(columns)})`);
	}
	return parts.length > 0 ? Prisma.join(parts, " ") : Prisma.empty;
}

interface Words {
	questions: ReadonlyMap<string, Pick<Question, "answeredBy">>;
	commands: ReadonlyMap<string, { text: string }>;
}

/** What the entries only name: commands and questions. */
async function readWords(db: Database, rows: readonly Activity[]): Promise<Words> {
	const tickets = rows.flatMap(({ ticket, kind }) => (kind === "question" && ticket ? [Number(ticket.slice(2))] : []));
	const commands = rows.flatMap(({ kind, title }) => (kind === "command" ? [Number(toldCommand(title))] : []));
	return db.read(async (prisma) => {
		const asked = await prisma.question.findMany({
			where: { id: { in: tickets.filter(Number.isInteger) } },
			select: { id: true, answeredBy: true },
		});
		const told = await prisma.command.findMany({
			where: { id: { in: commands.filter((id) => id > 0) } },
			select: { id: true, text: true },
		});
		return {
			questions: new Map(asked.map((row) => [`Q-${row.id}`, row])),
			commands: new Map(told.map((row) => [String(row.id), row])),
		};
	});
}

/** The number of the command that was given, as the feed says it: `C-5 for code-developer: …`. */
function toldCommand(title: string): string | undefined {
	return /^C-(\d{1,10}) for /.exec(title)?.[1];
}

function toEntry(row: Activity, words: Words): TimelineEntry {
	const command = row.kind === "command" ? words.commands.get(toldCommand(row.title) ?? "") : undefined;
	// The outcome tells an answer from the question itself, and from one that was withdrawn.
	const isAnswer = row.kind === "question" && row.outcome === "ok" && row.ticket !== null;
	const isPerson = isAnswer && words.questions.get(row.ticket ?? "")?.answeredBy === "human";
	const title = command ? oneLine(command.text, MAX_TITLE) : row.title;
	return {
		key: `activity-${row.id}`,
		at: row.at.toISOString(),
		kind: command || isPerson ? "person" : (row.kind as TimelineKind),
		daemon: row.daemon,
		item: row.task,
		run: null,
		ticket: row.ticket,
		title,
		detail: command ? (command.text === title ? null : command.text) : row.detail,
		outcome: isPerson ? null : (row.outcome as TimelineEntry["outcome"]),
	};
}
