import type { RecordedCall, RecordedChange, RunRecord } from "../contract/record.ts";
import type { Database } from "../db/open.ts";
import { readCall } from "./read-calls.ts";
import { readCommits } from "./read-commits.ts";
import { findRun, readRun } from "./read-run.ts";
import { runToMarkdown } from "./run-to-markdown.ts";

export type ExportFormat = "md" | "json";

/** All that is recorded of a run. */
export interface ExportedRun extends RunRecord {
	steps: (RecordedCall & { changes: RecordedChange[] })[];
}

/** Steps beyond this are counted and not told: a file that nothing can open helps nobody. */
const MAX_STEPS = 10_000;

/**
 * A run as a file: everything as JSON, or as Markdown to be read, in which nothing that an agent wrote is markup.
 * @returns its name, which is made of letters, digits and dashes alone, and its text
 * @throws NightshiftError `not-found`, `database-unavailable`
 */
export async function exportRun(
	db: Database,
	id: number,
	format: ExportFormat,
): Promise<{ name: string; type: string; text: string }> {
	const record = await readRun(db, id);
	const run = await findRun(db, id);
	const ids = await db.read(({ toolCall }) =>
		toolCall.findMany({
			where: { turn: { runId: id } },
			orderBy: { id: "asc" },
			select: { id: true },
			take: MAX_STEPS,
		}),
	);
	const steps: ExportedRun["steps"] = [];
	for (const call of ids) steps.push(await readCall(db, id, call.id));
	const exported = { ...record, commits: await readCommits(run), steps };
	const item = run.item
		.toLowerCase()
		.replaceAll(/[^a-z0-9]+/g, "-")
		.replaceAll(/^-|-$/g, "")
		.slice(0, 60);
	const name = ["run", String(id), item].filter(Boolean).join("-");
	return format === "json"
		? { name: `${name}.json`, type: "application/json", text: `${JSON.stringify(exported, null, "\t")}\n` }
		: { name: `${name}.md`, type: "text/markdown; charset=utf-8", text: runToMarkdown(exported) };
}
