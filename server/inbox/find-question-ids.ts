import type { QuestionFilter } from "../contract/question.ts";
import { Prisma, type PrismaClient } from "../db/generated/client.ts";

/** Where a page begins, and how far it goes. */
export interface Place {
	after: number | null;
	oldestFirst: boolean;
	take: number;
}

/** What is asked of questions beside their words and their place; `settled` is for `settledIds`. */
export function whereOf({ status, sleep, daemon, kind, urgency, task }: QuestionFilter): Prisma.QuestionWhereInput {
	return {
		...(status && { status }),
		...(sleep === "awake" && { snoozedUntil: null, heldUntil: null }),
		...(sleep === "asleep" && { OR: [{ snoozedUntil: { not: null } }, { heldUntil: { not: null } }] }),
		...(daemon !== undefined && { daemon }),
		...(kind && { kind }),
		...(urgency && { urgency }),
		...(task !== undefined && { task }),
	};
}

/**
 * The questions with all of the words, in order: read from the index of words, which is in the order of ids. What else is
 * asked of them is looked up first when that is about pending ones, in an index of their own: most of what has a word was
 * settled long ago, and to read each of those would take the most time.
 */
export async function idsOf(
	prisma: PrismaClient,
	match: string,
	filter: QuestionFilter,
	{ after, oldestFirst, take }: Place,
): Promise<number[]> {
	const conditions = conditionsOf(filter);
	const words = Prisma.sql`"QuestionWords".rowid`;
	// The index begins at a place that is a whole number; numbers come to the database as floating ones.
	const place =
		after === null
			? Prisma.empty
			: oldestFirst
				? Prisma.sql`AND ${words} > CAST(${after} AS INTEGER)`
				: Prisma.sql`AND ${words} < CAST(${after} AS INTEGER)`;
	const rest =
		conditions.length === 0
			? Prisma.empty
			: filter.status === "pending"
				? // The plus keeps it from looking into the index of words once for each of them.
					Prisma.sql`AND +${words} IN (SELECT q."id" FROM "Question" q WHERE ${Prisma.join(conditions, " AND ")})`
				: Prisma.sql`AND EXISTS (SELECT 1 FROM "Question" q WHERE q."id" = ${words} AND ${Prisma.join(conditions, " AND ")})`;
	const found = await prisma.$queryRaw<{ id: number | bigint }[]>`
		SELECT ${words} AS id FROM "QuestionWords" WHERE "QuestionWords" MATCH ${match} ${place} ${rest}
		ORDER BY ${words} ${oldestFirst ? Prisma.sql`ASC` : Prisma.sql`DESC`} LIMIT ${take}`;
	return found.map(({ id }) => Number(id));
}

/** The newest of each status, merged: the index has them apart, and those that are pending may be the newest thousands. */
export async function settledIds(
	prisma: PrismaClient,
	filter: QuestionFilter,
	{ after, take }: Place,
): Promise<number[]> {
	const found: number[] = [];
	for (const status of ["answered", "defaulted", "withdrawn"] as const) {
		const where = { ...whereOf({ ...filter, status }), ...(after !== null && { id: { lt: after } }) };
		const rows = await prisma.question.findMany({ where, orderBy: { id: "desc" }, take, select: { id: true } });
		found.push(...rows.map(({ id }) => id));
	}
	return found.sort((a, b) => b - a).slice(0, take);
}

function conditionsOf({ status, sleep, daemon, kind, urgency, task }: QuestionFilter): Prisma.Sql[] {
	const conditions: Prisma.Sql[] = [];
	if (status === "settled") conditions.push(Prisma.sql`q."status" <> 'pending'`);
	else if (status) conditions.push(Prisma.sql`q."status" = ${status}`);
	if (sleep === "awake") conditions.push(Prisma.sql`q."snoozedUntil" IS NULL AND q."heldUntil" IS NULL`);
	if (sleep === "asleep") conditions.push(Prisma.sql`(q."snoozedUntil" IS NOT NULL OR q."heldUntil" IS NOT NULL)`);
	if (daemon !== undefined) conditions.push(Prisma.sql`q."daemon" = ${daemon}`);
	if (kind) conditions.push(Prisma.sql`q."kind" = ${kind}`);
	if (urgency) conditions.push(Prisma.sql`q."urgency" = ${urgency}`);
	if (task !== undefined) conditions.push(Prisma.sql`q."task" = ${task}`);
	return conditions;
}
