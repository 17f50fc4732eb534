import { NightshiftError } from "../../contract/errors.ts";
import type { RunRecord } from "../../contract/record.ts";
import type { RunStatus, RunSummary } from "../../contract/work.ts";
import type { Database } from "../../db/open.ts";
import { exportRun } from "../../work/export-run.ts";
import { listRuns } from "../../work/list-runs.ts";
import { readCommits } from "../../work/read-commits.ts";
import { findRun, readRun } from "../../work/read-run.ts";
import { type Context, DONE } from "../context.ts";
import { printRun, printRuns } from "../print/runs.ts";
import { withPresentDatabase } from "../with-database.ts";
import { writeNew } from "../write-new.ts";

export interface RunsOptions {
	item?: string;
	status?: RunStatus;
	limit: number;
}

/** `nightshift runs [NAME]`: the latest runs, the newest first. Works with the dashboard down. */
export async function listTheRuns(context: Context, name: string | undefined, options: RunsOptions): Promise<number> {
	const runs = await withPresentDatabase(context.paths, [], (db) => readSome(db, name, options));
	context.print({ runs }, () => (runs.length > 0 ? printRuns(runs) : "Nothing of the kind was worked on yet."));
	return DONE;
}

async function readSome(db: Database, daemon: string | undefined, { item, status, limit }: RunsOptions) {
	const all: RunSummary[] = [];
	let cursor: string | undefined;
	while (all.length < limit) {
		const page = await listRuns(db, { daemon, item, status, cursor, limit: limit - all.length });
		all.push(...page.runs);
		if (page.next === null) break;
		cursor = page.next;
	}
	return all;
}

/** `nightshift runs show ID`. */
export async function showRun(context: Context, id: number): Promise<number> {
	const record = await withPresentDatabase<RunRecord | null>(context.paths, null, async (db) => ({
		...(await readRun(db, id)),
		commits: await readCommits(await findRun(db, id)),
	}));
	if (!record) throw none(id);
	context.print(record, () => printRun(record));
	return DONE;
}

/** `nightshift runs export ID FILE`: a file that is there is left as it is. */
export async function exportTheRun(context: Context, id: number, file: string): Promise<number> {
	const format = file.toLowerCase().endsWith(".json") || (file === "-" && context.json) ? "json" : "md";
	const text = await withPresentDatabase<string | null>(context.paths, null, async (db) => {
		const { parts } = await exportRun(db, id, format);
		if (file === "-") return whole(parts);
		await writeNew(file, parts);
		return "";
	});
	if (text === null) throw none(id);
	if (file === "-") context.printExact(format === "json" ? JSON.parse(text) : text, text.trimEnd());
	else context.print({ run: id, file, format }, () => `Run ${id} is in ${file}.`);
	return DONE;
}

async function whole(parts: AsyncIterable<string>): Promise<string> {
	let text = "";
	for await (const part of parts) text += part;
	return text;
}

function none(id: number): NightshiftError {
	return new NightshiftError("not-found", `There is no run ${id}; "nightshift runs" lists those there are.`, {
		run: id,
	});
}
