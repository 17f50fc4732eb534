import { type CallStatus, checkOutcome, type TimelineEntry } from "../../contract/record.ts";
import { Prisma } from "../../db/generated/client.ts";
import type { Database } from "../../db/open.ts";
import { capText } from "../../text/capped-text.ts";
import { oneLine } from "../../text/cut.ts";
import { isoTime } from "../sql-time.ts";
import { idBelow } from "./cursor.ts";
import type { Source } from "./merge.ts";

const MAX_DETAIL = 20_000;
const MAX_TITLE = 300;

/** Of whose work: each that is not null must fit. */
export interface WorkFilter {
	run: number | null;
	daemon: string | null;
	item: string | null;
}

interface Row {
	id: number | bigint;
	run: number | bigint;
	daemon: string;
	item: string;
	startedAt: string;
	endedAt: string | null;
}

/** The tool calls; what they printed and changed is read with each of them. */
export function callSource(db: Database, filter: WorkFilter): Source {
	return async (below, size) => {
		type CallRow = Row & {
			title: string;
			kind: string;
			status: CallStatus;
			command: string | null;
			changed: number | bigint;
		};
		// The ids alone first: those of one run are in an index, and only what is told is then read.
		const few = filter.run !== null || filter.item !== null;
		const id = few ? Prisma.sql`+c."id"` : Prisma.sql`c."id"`;
		const from = few
			? Prisma.sql`"Run" r CROSS JOIN "Turn" t ON t."runId" = r."id" CROSS JOIN "ToolCall" c ON c."turnId" = t."id"`
			: Prisma.sql`"ToolCall" c JOIN "Turn" t ON t."id" = c."turnId" JOIN "Run" r ON r."id" = t."runId"`;
		const ids = Prisma.sql`SELECT c."id" FROM ${from} WHERE ${id} < ${idBelow(below)} ${whose(filter)}
			ORDER BY ${id} DESC LIMIT ${size}`;
		const rows = await db.read(
			(prisma) => prisma.$queryRaw<CallRow[]>`
				SELECT c."id", c."title", c."kind", c."status", substr(c."command", 1, 2000) AS "command",
					json_array_length(c."changes") AS "changed", c."startedAt", c."endedAt",
					r."id" AS "run", r."daemon", r."item"
				FROM "ToolCall" c JOIN "Turn" t ON t."id" = c."turnId" JOIN "Run" r ON r."id" = t."runId"
				WHERE c."id" IN (${ids}) ORDER BY c."id" DESC`,
		);
		return rows.map((row) => {
			const { title, kind, status, command } = row;
			const call = {
				id: Number(row.id),
				kind,
				status,
				command,
				changed: Number(row.changed),
				endedAt: time(row.endedAt),
			};
			return found(row, `call-${row.id}`, {
				kind: "tool",
				title,
				detail: null,
				outcome: OUTCOMES[status] ?? null,
				call,
			});
		});
	};
}

const OUTCOMES: Partial<Record<CallStatus, TimelineEntry["outcome"]>> = {
	completed: "ok",
	failed: "failed",
	interrupted: "cancelled",
};

/** The checks. */
export function checkSource(db: Database, filter: WorkFilter): Source {
	return async (below, size) => {
		type CheckRow = Row & { command: string; ok: number | boolean | bigint; how: string; output: string };
		const rows = await db.read(
			(prisma) => prisma.$queryRaw<CheckRow[]>`
				SELECT c."id", c."command", c."ok", c."how", c."output", c."endedAt" AS "startedAt", NULL AS "endedAt",
					r."id" AS "run", r."daemon", r."item"
				FROM "Check" c JOIN "Run" r ON r."id" = c."runId"
				WHERE c."id" < ${idBelow(below)} ${whose(filter)}
				ORDER BY c."id" DESC LIMIT ${size}`,
		);
		return rows.map((row) => {
			const outcome = checkOutcome({ ok: Boolean(Number(row.ok)), how: row.how });
			const title = `${oneLine(row.command, MAX_TITLE)} (${row.how})`;
			const detail = `$ ${row.command}\n\n${row.output}`;
			return found(row, `check-${row.id}`, { kind: "check", title, detail, outcome });
		});
	};
}

/** What the agent was told: the beginnings of turns. */
export function turnSource(db: Database, filter: WorkFilter): Source {
	return async (below, size) => {
		type TurnRow = Row & { number: number | bigint; prompt: string; stopReason: string | null };
		const rows = await db.read(
			(prisma) => prisma.$queryRaw<TurnRow[]>`
				SELECT t."id", t."number", t."prompt", t."stopReason", t."startedAt", t."endedAt",
					r."id" AS "run", r."daemon", r."item"
				FROM "Turn" t JOIN "Run" r ON r."id" = t."runId"
				WHERE t."id" < ${idBelow(below)} ${whose(filter)}
				ORDER BY t."id" DESC LIMIT ${size}`,
		);
		return rows.map((row) => {
			const title = `Turn ${row.number}: the agent is told what to do`;
			const outcome = row.stopReason === "interrupted" ? "cancelled" : null;
			return found(row, `turn-${row.id}`, { kind: "prompt", title, detail: capText(row.prompt, MAX_DETAIL), outcome });
		});
	};
}

function whose({ run, daemon, item }: WorkFilter): Prisma.Sql {
	const parts: Prisma.Sql[] = [];
	if (run !== null) parts.push(Prisma.sql`AND r."id" = ${run}`);
	if (daemon !== null) parts.push(Prisma.sql`AND r."daemon" = ${daemon}`);
	if (item !== null) parts.push(Prisma.sql`AND r."item" = ${item}`);
	return parts.length > 0 ? Prisma.join(parts, " ") : Prisma.empty;
}

function found(
	row: Row,
	key: string,
	rest: Pick<TimelineEntry, "kind" | "title" | "detail" | "outcome" | "call">,
): { id: number; entry: TimelineEntry } {
	const { daemon, item } = row;
	const entry = { key, at: isoTime(row.startedAt), daemon, item, run: Number(row.run), ticket: null, ...rest };
	return { id: Number(row.id), entry };
}

function time(text: string | null): string | null {
	return text && isoTime(text);
}
