import { NightshiftError } from "../../contract/errors.ts";
import type { RoadmapItemDetail, WritableStatus } from "../../contract/roadmap.ts";
import { editRoadmapFile } from "../../roadmap/edit/edit-file.ts";
import type { NewItem, RoadmapEdit } from "../../roadmap/edit/edit-types.ts";
import { findItem } from "../../roadmap/find-item.ts";
import { namesOf } from "../../roadmap/index-items.ts";
import { ItemNames } from "../../roadmap/name-items.ts";
import { type RoadmapFile, readRoadmapFile } from "../../roadmap/read-roadmap.ts";
import { type Context, DONE } from "../context.ts";
import { oneLine } from "../print/terminal.ts";
import { withDatabase } from "../with-database.ts";
import { briefly } from "./roadmap.ts";
import { locateRoadmap, type RoadmapChoice } from "./roadmap-place.ts";

/** `nightshift roadmap status ID STATUS`. */
export function setStatus(
	context: Context,
	choice: RoadmapChoice,
	id: string,
	status: WritableStatus,
): Promise<number> {
	return edit(context, choice, { edit: "status", ref: id, status }, (item) => `${item.id} is ${item.status} now.`);
}

/** `nightshift roadmap move ID --before ID`; null: to the end. */
export function moveItem(context: Context, choice: RoadmapChoice, id: string, before: string | null): Promise<number> {
	return edit(context, choice, { edit: "move", ref: id, before }, (item) => `${item.id} is on line ${item.line} now.`);
}

/** `nightshift roadmap add TITLE`. */
export function addItem(context: Context, choice: RoadmapChoice, item: NewItem): Promise<number> {
	return edit(context, choice, { edit: "add", ...item }, ({ id, line }) => `${id} is on line ${line}.`);
}

/** `nightshift roadmap aside ID` and `unaside ID`: a note of Nightshift's own, the file stays as it is. */
export async function setAside(
	context: Context,
	choice: RoadmapChoice,
	id: string,
	aside: { reason: string | null } | null,
): Promise<number> {
	const { file, owner } = await locateRoadmap(context, choice);
	if (!owner) {
		const sentence = `${file} is the roadmap of no daemon, so nothing is chosen from it: name one with --daemon.`;
		throw new NightshiftError("bad-request", sentence);
	}
	const { roadmap } = await readRoadmapFile(file);
	const item = findItem(roadmap, id);
	if (!item) throw unknown(file, id);
	const names = new ItemNames(roadmap.items);
	const key = names.key(item);
	await withDatabase(context.paths, async (db) => {
		const { markAside, takeUp } = await import("../../work/marks.ts");
		const runs = { names: namesOf(item), ...(names.isShared(item) && { title: item.title }) };
		await (aside ? markAside(db, owner, key, aside.reason) : takeUp(db, owner, key, runs));
	});
	const result = { ref: names.ref(item), aside: aside !== null, reason: aside?.reason ?? null };
	context.print(result, () => oneLine(`${item.id} is ${aside ? "set aside" : "taken up again"}.`));
	return DONE;
}

/** Changes the file as it is now: what anybody writes meanwhile is not overwritten. */
async function edit(
	context: Context,
	choice: RoadmapChoice,
	change: RoadmapEdit,
	say: (item: RoadmapItemDetail) => string,
): Promise<number> {
	const { file, owner } = await locateRoadmap(context, choice);
	const document = await readRoadmapFile(file);
	const exact = exactly(document, change);
	const backups = owner ? context.paths.daemon(owner.daemon).roadmapBackups : null;
	const result = await editRoadmapFile(document, { version: document.version, edit: exact, backups });
	const item = itemAfter(document, result, exact);
	context.print(briefly(item), () => oneLine(say(item)));
	return DONE;
}

/** With the item named as no other is, to find it again when its line is another one. */
function exactly({ file, roadmap }: RoadmapFile, change: RoadmapEdit): RoadmapEdit {
	if (change.edit === "add") return change;
	const item = findItem(roadmap, change.ref);
	if (!item) throw unknown(file, change.ref);
	return { ...change, ref: `${item.id}@${item.line}` };
}

function itemAfter(
	before: RoadmapFile,
	{ document, added }: { document: RoadmapFile; added: string | null },
	change: RoadmapEdit,
): RoadmapItemDetail {
	const ref = change.edit === "add" ? added : change.ref;
	const old = ref === null ? null : findItem(before.roadmap, ref);
	const found = document.roadmap.items.find(({ id, title }) => old?.id === id && old.title === title);
	const item = change.edit === "add" ? findItem(document.roadmap, ref ?? "") : found;
	if (!item) throw new Error(`${ref} is not where it was written`);
	return item;
}

function unknown(file: string, id: string): NightshiftError {
	const message = `${file} has no item "${id}": "nightshift roadmap list" shows those it has.`;
	return new NightshiftError("unknown-item", message, { id });
}
