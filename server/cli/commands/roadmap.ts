import { loadConfig } from "../../config/load.ts";
import { NightshiftError } from "../../contract/errors.ts";
import type { RoadmapItem, RoadmapItemDetail } from "../../contract/roadmap.ts";
import { chooseNext, type Progress } from "../../roadmap/choose-next.ts";
import { findItem } from "../../roadmap/find-item.ts";
import { progressOf } from "../../roadmap/progress.ts";
import { findRoadmapFile, readRoadmap } from "../../roadmap/read-roadmap.ts";
import type { Context } from "../context.ts";
import { DONE } from "../context.ts";
import { printItem, printItems } from "../print/roadmap.ts";
import { oneLine } from "../print/terminal.ts";
import { withPresentDatabase } from "../with-database.ts";

/** Where a roadmap is, and whose: null when it is a file that was named, or that of the folder one is in. */
interface Source {
	file: string;
	owner: { daemon: string; workspace: string } | null;
}

/** `nightshift roadmap list`. */
export async function listRoadmap(context: Context, file: string | undefined): Promise<number> {
	const source = await locate(context, file);
	const { items, warnings } = await readRoadmap(source.file);
	context.print({ items: items.map(briefly) }, () => printItems(items));
	for (const warning of warnings) context.note(oneLine(warning));
	return DONE;
}

/** `nightshift roadmap next`: what a developer daemon would take next; nothing is `null`, with the reason on standard error. */
export async function nextOfRoadmap(context: Context, file: string | undefined): Promise<number> {
	const source = await locate(context, file);
	const { items } = await readRoadmap(source.file);
	const choice = chooseNext(items, await readProgress(context, source, items));
	context.print(choice.item, () => (choice.item ? printItem(choice.item) : null));
	if (!choice.item) context.note(oneLine(choice.why));
	return DONE;
}

/** `nightshift roadmap show ID`. */
export async function showRoadmapItem(context: Context, id: string, file: string | undefined): Promise<number> {
	const source = await locate(context, file);
	const item = findItem(await readRoadmap(source.file), id);
	if (!item) {
		const message = `${source.file} has no item "${id}": "nightshift roadmap list" shows those it has.`;
		throw new NightshiftError("unknown-item", message, { id });
	}
	context.print(item, () => printItem(item));
	return DONE;
}

/** The fields that a list has of each item. */
function briefly({ id, alias, title, status, line, estimate, dependsOn, warnings }: RoadmapItem): RoadmapItem {
	return { id, alias, title, status, line, estimate, dependsOn, warnings };
}

/** The file named, else the roadmap of the developer daemon's workspace, else that of the folder one is in. */
async function locate({ paths }: Context, file: string | undefined): Promise<Source> {
	if (file !== undefined) return { file, owner: null };
	const { daemons } = await loadConfig(paths);
	const developer = daemons.find(({ program }) => program === "code-developer");
	if (developer?.workspace) {
		const found = await findRoadmapFile(developer.workspace);
		if (found) return { file: found, owner: { daemon: developer.name, workspace: developer.workspace } };
	}
	const here = await findRoadmapFile(process.cwd());
	if (here) return { file: here, owner: null };
	const looked = [developer?.workspace, process.cwd()].filter(Boolean).join(" and ");
	throw new NightshiftError("not-found", `There is no ROADMAP.md in ${looked}: name one with --file.`);
}

/** What the daemon has done, is doing or has set aside, and what the person put first, beside what the document says. */
async function readProgress(
	{ paths }: Context,
	{ owner }: Source,
	items: readonly RoadmapItemDetail[],
): Promise<Progress> {
	const nothing = progressOf(items, { runs: [], marks: [] });
	if (!owner) return nothing;
	return withPresentDatabase(paths, nothing, async (db) => {
		const { readWork } = await import("../../roadmap/read-work.ts");
		return progressOf(items, await readWork(db, owner));
	});
}
