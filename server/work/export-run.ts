import type { RecordedCall, RecordedChange, RecordedTurn, RunRecord } from "../contract/record.ts";
import type { Database } from "../db/open.ts";
import { readCall } from "./read-calls.ts";
import { readCommits } from "./read-commits.ts";
import { findRun, readRun, readTurn } from "./read-run.ts";
import { runToJson } from "./run-to-json.ts";
import { runToMarkdown } from "./run-to-markdown.ts";

export type ExportFormat = "md" | "json";

/** A step with the texts of what it changed. */
export type ExportedStep = RecordedCall & { changes: RecordedChange[] };

/** All that is recorded of a run; what may be long is read when it is asked for, one after the other. */
export interface ExportedRun {
	record: Omit<RunRecord, "turns">;
	/** Oldest first, whole. */
	turns(): AsyncIterable<RecordedTurn>;
	/** Of one turn, or of all; oldest first. */
	steps(turn?: number): AsyncIterable<ExportedStep>;
}

/** A run as a file. */
export interface RunFile {
	/** Made of letters, digits and dashes alone. */
	name: string;
	type: string;
	/** Its text in parts, each made when it is asked for: to be read once. */
	parts: AsyncIterable<string>;
}

/** Steps beyond this are counted and not told: a file that nothing can open helps nobody. */
const MAX_STEPS = 10_000;

/**
 * A run as a file: everything as JSON, or as Markdown to be read, in which nothing that an agent wrote is markup.
 * @throws NightshiftError `not-found`, `database-unavailable`; the latter also while the parts are read
 */
export async function exportRun(db: Database, id: number, format: ExportFormat): Promise<RunFile> {
	const { turns, ...record } = await readRun(db, id);
	const run = await findRun(db, id);
	const calls = await db.read(({ toolCall }) =>
		toolCall.findMany({
			where: { turn: { runId: id } },
			orderBy: { id: "asc" },
			select: { id: true, turn: { select: { number: true } } },
			take: MAX_STEPS,
		}),
	);
	const exported: ExportedRun = {
		record: { ...record, commits: await readCommits(run) },
		async *turns() {
			for (const turn of turns) yield await readTurn(db, turn);
		},
		async *steps(number) {
			for (const call of calls) {
				if (number === undefined || call.turn.number === number) yield await readCall(db, id, call.id);
			}
		},
	};
	const item = run.item
		.toLowerCase()
		.replaceAll(/[^a-z0-9]+/g, "-")
		.replaceAll(/^-|-$/g, "")
		.slice(0, 60);
	const name = ["run", String(id), item].filter(Boolean).join("-");
	return format === "json"
		? { name: `${name}.json`, type: "application/json", parts: runToJson(exported) }
		: { name: `${name}.md`, type: "text/markdown; charset=utf-8", parts: runToMarkdown(exported) };
}
