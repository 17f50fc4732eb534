import type { RecordSources } from "../contract/conversations.ts";
import type { Database } from "../db/open.ts";
import { isoOf } from "./conversation-row.ts";

const MAX_PROJECTS = 200;
const MAX_PROBLEMS = 10;

/**
 * What is recorded: the sources with their transcripts and conversations, and the folders that were talked in.
 * @throws NightshiftError `database-unavailable`
 */
export async function listSources(db: Database): Promise<Omit<RecordSources, "monitors">> {
	return db.read(async ({ conversation, conversationFile }) => {
		const talks = { lastTurnAt: { not: null } };
		const counts = await conversation.groupBy({ by: ["source"], where: talks, _count: true });
		const files = await conversationFile.groupBy({ by: ["source", "state"], _count: true, _max: { readAt: true } });
		const unread = await conversationFile.findMany({
			where: { problem: { not: null }, state: { not: "gone" } },
			orderBy: { id: "desc" },
			take: MAX_PROBLEMS * 10,
			select: { source: true, path: true, problem: true },
		});
		const places = await conversation.groupBy({
			by: ["cwd"],
			where: { ...talks, cwd: { not: null } },
			_count: { id: true },
			orderBy: [{ _count: { id: "desc" } }, { cwd: "asc" }],
			take: MAX_PROJECTS,
		});
		const names = [...new Set([...counts, ...files].map(({ source }) => source))].sort();
		return {
			sources: names.map((name) => {
				const own = files.filter(({ source }) => source === name);
				const inState = (wanted: string) => own.find(({ state }) => state === wanted)?._count ?? 0;
				const reads = own.flatMap(({ _max }) => (_max.readAt ? [_max.readAt.getTime()] : []));
				return {
					name,
					conversations: counts.find(({ source }) => source === name)?._count ?? 0,
					watched: inState("watched"),
					gone: inState("gone"),
					unreadable: inState("unreadable"),
					problems: unread
						.filter(({ source }) => source === name)
						.slice(0, MAX_PROBLEMS)
						.map(({ path, problem }) => ({ path, problem: problem ?? "" })),
					readAt: isoOf(reads.length > 0 ? new Date(Math.max(...reads)) : null),
				};
			}),
			projects: places.flatMap(({ cwd, _count }) => (cwd === null ? [] : [{ cwd, conversations: _count.id }])),
		};
	});
}
