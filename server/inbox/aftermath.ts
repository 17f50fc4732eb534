import { NightshiftError } from "../contract/errors.ts";
import type { Aftermath, Question } from "../contract/question.ts";
import type { PrismaClient } from "../db/generated/client.ts";
import type { Database } from "../db/open.ts";
import { getQuestion } from "./read-question.ts";

const MAX_COMMITS = 50;
const MAX_TASKS = 50;
/** How much of the feed is looked through, newest first: what followed is near its end. */
const PAGE = 1_000;
const MAX_PAGES = 20;

/**
 * What followed from a decision, of the daemon that asked and of the question's task when it has one: what a person looks
 * at before they say `redo`.
 * @throws NightshiftError `version-conflict` while it is pending, `unknown-question`, `database-unavailable`
 */
export async function readAftermath(db: Database, ticket: string): Promise<Aftermath> {
	const question = await getQuestion(db, ticket);
	const since = question.answeredAt;
	if (since === null) {
		throw new NightshiftError("version-conflict", `${question.ticket} was not decided, so nothing followed from it.`);
	}
	const { daemon, deliveredAt: takenAt } = question;
	const nothing = { since, takenAt, commits: [], toolCalls: 0, tasks: [] };
	if (daemon === null || takenAt === null) return nothing;
	const from = new Date(takenAt);
	return db.read(async (prisma) => ({
		...nothing,
		...(await readFeed(prisma, question, daemon, from)),
		toolCalls: await prisma.toolCall.count({
			where: {
				startedAt: { gte: from },
				turn: {
					run: { daemon, ...(question.task !== null && { item: question.task }) },
					OR: [{ endedAt: null }, { endedAt: { gte: from } }],
				},
			},
		}),
	}));
}

/** The commits, and the tasks that were worked on. */
async function readFeed(
	prisma: PrismaClient,
	{ task }: Question,
	daemon: string,
	from: Date,
): Promise<Pick<Aftermath, "commits" | "tasks">> {
	const commits: Aftermath["commits"] = [];
	const tasks = new Set<string>();
	let before: number | undefined;
	for (let page = 0; page < MAX_PAGES; page++) {
		const rows = await prisma.activity.findMany({
			where: { daemon, ...(task !== null && { task }), ...(before !== undefined && { id: { lt: before } }) },
			orderBy: { id: "desc" },
			take: PAGE,
			select: { id: true, at: true, kind: true, title: true, task: true },
		});
		for (const row of rows) {
			if (row.at < from) return { commits, tasks: [...tasks] };
			if (row.kind === "commit" && commits.length < MAX_COMMITS) {
				commits.push({ at: row.at.toISOString(), title: row.title, task: row.task });
			}
			if (row.task !== null && tasks.size < MAX_TASKS) tasks.add(row.task);
		}
		if (rows.length < PAGE) break;
		before = rows.at(-1)?.id;
	}
	return { commits, tasks: [...tasks] };
}
