import { NightshiftError } from "../../contract/errors.ts";
import type { RoadmapItem, RoadmapItemDetail } from "../../contract/roadmap.ts";
import { chooseNext, heldBack, type Progress } from "../../roadmap/choose-next.ts";
import { findItem } from "../../roadmap/find-item.ts";
import { progressOf } from "../../roadmap/progress.ts";
import { readRoadmap } from "../../roadmap/read-roadmap.ts";
import type { Context } from "../context.ts";
import { DONE } from "../context.ts";
import { printItem, printItems } from "../print/roadmap.ts";
import { oneLine } from "../print/terminal.ts";
import { withPresentDatabase } from "../with-database.ts";
import { locateRoadmap, type RoadmapChoice, type RoadmapPlace } from "./roadmap-place.ts";

/** `nightshift roadmap list`. */
export async function listRoadmap(context: Context, choice: RoadmapChoice): Promise<number> {
	const source = await locateRoadmap(context, choice);
	const { items, warnings } = await readRoadmap(source.file);
	context.print({ items: items.map(briefly) }, () => printItems(items));
	for (const warning of warnings) context.note(oneLine(warning));
	return DONE;
}

/** `nightshift roadmap next`: what a developer daemon would take next; nothing is `null`, with the reason on standard error. */
export async function nextOfRoadmap(context: Context, choice: RoadmapChoice): Promise<number> {
	const source = await locateRoadmap(context, choice);
	const { items } = await readRoadmap(source.file);
	const progress = await readProgress(context, source, items);
	const next = chooseNext(items, progress);
	context.print(next.item, () => (next.item ? printItem(next.item) : null));
	if (!next.item) context.note(oneLine(next.why));
	for (const { why } of heldBack(items, progress)) context.note(oneLine(why));
	return DONE;
}

/** `nightshift roadmap show ID`. */
export async function showRoadmapItem(context: Context, id: string, choice: RoadmapChoice): Promise<number> {
	const source = await locateRoadmap(context, choice);
	const item = findItem(await readRoadmap(source.file), id);
	if (!item) {
		const message = `${source.file} has no item "${id}": "nightshift roadmap list" shows those it has.`;
		throw new NightshiftError("unknown-item", message, { id });
	}
	context.print(item, () => printItem(item));
	return DONE;
}

/** The fields that a list has of each item. */
export function briefly({ id, alias, title, status, line, estimate, dependsOn, warnings }: RoadmapItem): RoadmapItem {
	return { id, alias, title, status, line, estimate, dependsOn, warnings };
}

/** What the daemon has done, is doing or has set aside, and what the person put first, beside what the document says. */
async function readProgress(
	{ paths }: Context,
	{ owner }: RoadmapPlace,
	items: readonly RoadmapItemDetail[],
): Promise<Progress> {
	const nothing = progressOf(items, { runs: [], marks: [] });
	if (!owner) return nothing;
	return withPresentDatabase(paths, nothing, async (db) => {
		const { readWork } = await import("../../roadmap/read-work.ts");
		return progressOf(items, await readWork(db, owner));
	});
}
