import type { Question, QuestionCounts } from "../contract/question.ts";
import type { Database } from "../db/open.ts";
import { readPerson } from "./person.ts";
import { tomorrow } from "./person-time.ts";

const pending = { status: "pending" };
const awake = { ...pending, snoozedUntil: null, heldUntil: null };

/** How many questions need the person now. */
export function countAwake(db: Database): Promise<number> {
	return db.read((prisma) => prisma.question.count({ where: awake }));
}

/** How many pending questions there are, and of what sort. */
export function countQuestions(db: Database): Promise<QuestionCounts> {
	return db.read(async (prisma) => {
		const { question } = prisma;
		const byDaemon = await question.groupBy({ by: ["daemon", "urgency"], where: awake, _count: { _all: true } });
		const snoozed = await question.aggregate({
			where: { ...pending, snoozedUntil: { not: null } },
			_count: { _all: true },
			_min: { snoozedUntil: true },
		});
		const held = await question.aggregate({
			where: { ...pending, snoozedUntil: null, heldUntil: { not: null } },
			_count: { _all: true },
			_min: { heldUntil: true },
		});
		const next = await question.findFirst({
			where: { ...pending, firesAt: { not: null }, onDeadline: { in: ["default", "skip"] } },
			orderBy: { firesAt: "asc" },
			select: { firesAt: true },
		});
		const urgency: QuestionCounts["urgency"] = { low: 0, normal: 0, high: 0, critical: 0 };
		const daemons = new Map<string | null, number>();
		for (const group of byDaemon) {
			urgency[group.urgency as Question["urgency"]] += group._count._all;
			daemons.set(group.daemon, (daemons.get(group.daemon) ?? 0) + group._count._all);
		}
		const wakes = [snoozed._min.snoozedUntil, held._min.heldUntil].filter((at) => at !== null);
		return {
			awake: [...daemons.values()].reduce((sum, count) => sum + count, 0),
			snoozed: snoozed._count._all,
			held: held._count._all,
			nextWakeAt: wakes.length === 0 ? null : new Date(Math.min(...wakes.map(Number))).toISOString(),
			nextFireAt: next?.firesAt?.toISOString() ?? null,
			tomorrowAt: tomorrow(new Date(), await readPerson(prisma)).toISOString(),
			urgency,
			daemons: [...daemons]
				.map(([daemon, count]) => ({ daemon, count }))
				.sort((a, b) => b.count - a.count || (a.daemon ?? "").localeCompare(b.daemon ?? "")),
		};
	});
}
