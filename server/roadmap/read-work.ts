import type { RunSummary } from "../contract/work.ts";
import type { Database } from "../db/open.ts";
import { ticketOf } from "../inbox/ticket.ts";
import { type Mark, type MarkOwner, readMarks } from "../work/marks.ts";
import { toRunSummary } from "../work/run-summary.ts";

/** What the database knows beside a roadmap. */
export interface Work {
	/** The latest run of each item in each status, the newest first. */
	runs: RunSummary[];
	/** The newest first. */
	marks: Mark[];
	/** Open questions about items, oldest first. */
	questions: { ticket: string; item: string }[];
}

/** @throws NightshiftError `database-unavailable` */
export async function readWork(db: Database, owner: MarkOwner): Promise<Work> {
	const { daemon, workspace } = owner;
	const { rows, questions } = await db.read(async ({ run, question }) => {
		const latest = await run.groupBy({
			by: ["item", "title", "status"],
			where: { daemon, workspace },
			_max: { id: true },
		});
		const ids = latest.flatMap(({ _max }) => _max.id ?? []);
		return {
			rows: await run.findMany({ where: { id: { in: ids } }, orderBy: { id: "desc" } }),
			questions: await question.findMany({
				where: { daemon, status: "pending", task: { not: null } },
				select: { id: true, task: true },
				orderBy: { id: "asc" },
			}),
		};
	});
	return {
		runs: rows.map(toRunSummary),
		marks: await readMarks(db, owner),
		questions: questions.map(({ id, task }) => ({ ticket: ticketOf(id), item: task ?? "" })),
	};
}

/** Every run of an item, by any of its names, the newest first. @throws NightshiftError `database-unavailable` */
export async function readRuns(db: Database, { daemon, workspace }: MarkOwner, names: string[]): Promise<RunSummary[]> {
	const rows = await db.read(({ run }) =>
		run.findMany({ where: { daemon, workspace, item: { in: names } }, orderBy: { id: "desc" } }),
	);
	return rows.map(toRunSummary);
}
