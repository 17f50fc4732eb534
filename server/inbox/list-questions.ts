import { NightshiftError } from "../contract/errors.ts";
import type { Question, QuestionFilter } from "../contract/question.ts";
import { Prisma, type PrismaClient, type Question as Row } from "../db/generated/client.ts";
import type { Database } from "../db/open.ts";
import { idsOf, settledIds, whereOf } from "./find-question-ids.ts";
import { pageSize } from "./page.ts";
import { toQuestion } from "./question-row.ts";
import { readSearch } from "./search-words.ts";
import { idOf, ticketOf } from "./ticket.ts";

export interface ListOptions extends QuestionFilter {
	/** 1 to 200, as many unless told. */
	limit?: number;
	/** The `next` of the page before: the ticket to go on after. */
	cursor?: string;
	/** Bodies are cut to their beginning: a list of them may be of many megabytes. */
	brief?: boolean;
}

interface Page {
	questions: Question[];
	next: string | null;
}

/** In characters. */
export const BRIEF_BODY = 280;
const NOTHING: Page = { questions: [], next: null };

/**
 * One page of questions: pending ones oldest first (who waited longest is first), any others newest first. `next` is the
 * cursor of the following page, null on the last. A ticket as `q` finds that question, whatever else is filtered.
 * @throws NightshiftError `unknown-question` for a cursor that is no ticket
 */
export async function listQuestions(db: Database, options: ListOptions = {}): Promise<Page> {
	const { limit, cursor, brief = false } = options;
	// Only what is pending sleeps.
	const filter = options.sleep && !options.status ? { ...options, status: "pending" as const } : options;
	const search = readSearch(options.q);
	const size = pageSize(limit);
	const after = cursor ? idOf(cursor) : null;
	const oldestFirst = filter.status === "pending";
	return db.read(async (prisma) => {
		if (search && "ticket" in search) return oneByTicket(prisma, search.ticket, brief);
		if (search?.match === null) return NOTHING;
		const place = { after, oldestFirst, take: size + 1 };
		const ids = search
			? await idsOf(prisma, search.match, filter, place)
			: filter.status === "settled"
				? await settledIds(prisma, filter, place)
				: null;
		const rows = await readRows(prisma, {
			where: ids
				? { id: { in: ids } }
				: { ...whereOf(filter), ...(after !== null && { id: oldestFirst ? { gt: after } : { lt: after } }) },
			orderBy: { id: oldestFirst ? "asc" : "desc" },
			take: size + 1,
			brief,
		});
		const page = rows.slice(0, size);
		const last = page.at(-1);
		return { questions: page.map(toQuestion), next: rows.length > size && last ? ticketOf(last.id) : null };
	});
}

async function oneByTicket(prisma: PrismaClient, ticket: string, brief: boolean): Promise<Page> {
	try {
		const rows = await readRows(prisma, { where: { id: idOf(ticket) }, orderBy: { id: "asc" }, take: 1, brief });
		return { questions: rows.map(toQuestion), next: null };
	} catch (error) {
		// A number too large for a ticket: there is none of it.
		if (error instanceof NightshiftError && error.code === "unknown-question") return NOTHING;
		throw error;
	}
}

interface Reading {
	where: Prisma.QuestionWhereInput;
	orderBy: { id: "asc" | "desc" };
	take: number;
	brief: boolean;
}

async function readRows(prisma: PrismaClient, { brief, ...query }: Reading): Promise<Row[]> {
	if (!brief) return prisma.question.findMany(query);
	const rows = await prisma.question.findMany({ ...query, omit: { body: true } });
	if (rows.length === 0) return [];
	const ids = Prisma.join(rows.map(({ id }) => id));
	// Cut where they are, so that megabytes are not carried around to be thrown away.
	const bodies = await prisma.$queryRaw<{ id: number | bigint; body: string | null }[]>`
		SELECT "id" AS id, substr("body", 1, ${BRIEF_BODY}) AS body FROM "Question" WHERE "id" IN (${ids})`;
	const beginning = new Map(bodies.map(({ id, body }) => [Number(id), body]));
	return rows.map((row) => ({ ...row, body: beginning.get(row.id) ?? null }));
}
