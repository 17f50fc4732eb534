import { NightshiftError } from "../../contract/errors.ts";
import type { Roadmap, RoadmapItemDetail, WritableStatus } from "../../contract/roadmap.ts";
import { withoutEmoji } from "../decoration.ts";
import { findItem } from "../find-item.ts";
import { idKey } from "../ids.ts";
import { ItemNames } from "../name-items.ts";
import { parseGivingWay, type RoadmapFile } from "../read-roadmap.ts";
import { addItem } from "./add-item.ts";
import { type Added, isAsExpected, sameWords } from "./check-edit.ts";
import { moveItem } from "./move-item.ts";
import { checkId, nextId } from "./new-id.ts";
import { enclosing, isInside } from "./sections.ts";
import { setEstimate } from "./set-estimate.ts";
import { setStatus } from "./set-status.ts";
import { Source } from "./source.ts";

/** A change of one item of the file. `ref` and `before` are ids, or `ID@LINE`. */
export type ItemEdit =
	| { edit: "status"; ref: string; status: WritableStatus }
	| { edit: "estimate"; ref: string; estimate: string | null }
	| { edit: "move"; ref: string; before: string | null };

export interface NewItem {
	title: string;
	/** The next free one of the document's own kind unless given. */
	id?: string | undefined;
	/** Markdown. */
	body?: string | undefined;
	/** `planned` unless given. */
	status?: WritableStatus | undefined;
	/** The item it follows; the last one unless given. */
	after?: string | undefined;
}

export type RoadmapEdit = ItemEdit | ({ edit: "add" } & NewItem);

/** A text that holds what was asked for, and nothing else that was not there before. */
export interface Edited {
	text: string;
	roadmap: Roadmap;
	/** The ref of a new item. */
	added: string | null;
}

type Document = Pick<RoadmapFile, "file" | "text" | "roadmap">;

/**
 * Makes the text with the change, and reads it again to see that it says just what was asked, and all else as before.
 *
 * @throws NightshiftError `unknown-item`; `bad-request` for a change that would change nothing, or more than was asked
 */
export async function applyEdit(document: Document, edit: RoadmapEdit): Promise<Edited> {
	switch (edit.edit) {
		case "status":
			return applyStatus(document, edit.ref, edit.status);
		case "estimate":
			return applyEstimate(document, edit.ref, edit.estimate);
		case "move":
			return applyMove(document, edit.ref, edit.before);
		case "add":
			return applyAdd(document, edit);
	}
}

async function applyStatus(document: Document, ref: string, status: WritableStatus): Promise<Edited> {
	const item = need(document, ref);
	const text = setStatus(new Source(document), item, status);
	if (text === document.text) throw pointless(`${item.id} is ${status} already`);
	const roadmap = await parseGivingWay(text);
	const changes = new Map([[item, { status }]]);
	if (!isAsExpected(document.roadmap, roadmap, document.roadmap.items, changes)) throw unable("status", item);
	return { text, roadmap, added: null };
}

async function applyEstimate(document: Document, ref: string, asked: string | null): Promise<Edited> {
	const item = need(document, ref);
	const estimate = asked === null ? null : asked.replace(/\s+/g, " ").trim();
	const text = setEstimate(new Source(document), item, estimate);
	if (text === document.text) {
		throw pointless(
			estimate === null ? `${item.id} has no estimate of its own` : `${item.id} has this estimate already`,
		);
	}
	const roadmap = await parseGivingWay(text);
	const changes = new Map([[item, { estimate }]]);
	if (!isAsExpected(document.roadmap, roadmap, document.roadmap.items, changes)) throw unable("estimate", item);
	return { text, roadmap, added: null };
}

async function applyMove(document: Document, ref: string, before: string | null): Promise<Edited> {
	const { items } = document.roadmap;
	const item = need(document, ref);
	const target = before === null ? null : need(document, before);
	if (target && (target === item || isInside(target, item))) {
		throw new NightshiftError("bad-request", `${item.id} cannot be put before itself, or before a part of itself.`);
	}
	const text = moveItem(new Source(document), item, target);
	if (text === document.text) {
		throw pointless(target ? `${item.id} stands right before ${target.id} already` : `${item.id} is the last already`);
	}
	const moved = items.filter((one) => one === item || isInside(one, item));
	const rest = items.filter((one) => !moved.includes(one));
	const at = target ? rest.indexOf(target) : rest.length;
	const expected = [...rest.slice(0, at), ...moved, ...rest.slice(at)];
	const roadmap = await parseGivingWay(text);
	const now = roadmap.items[expected.indexOf(item)];
	const parent = now && enclosing(roadmap.items, now);
	const wanted = target && enclosing(items, target);
	const fits = parent ? wanted !== null && idKey(parent.id) === idKey(wanted.id) : parent === null;
	const ok =
		isAsExpected(document.roadmap, roadmap, expected, new Map(), new Set([item])) && now && sameWords(item, now);
	if (ok && fits) return { text, roadmap, added: null };
	const where = target ? `before ${target.id}` : "to the end";
	throw new NightshiftError(
		"bad-request",
		`${item.id} cannot be moved ${where}, because one section would become a part of another there; move it by hand.`,
	);
}

async function applyAdd(document: Document, asked: NewItem): Promise<Edited> {
	const { items } = document.roadmap;
	const title = asked.title.replace(/\s+/g, " ").trim();
	const { status = "planned", body = "" } = asked;
	const id = asked.id === undefined ? nextId(items) : checkId(items, asked.id);
	const after = asked.after === undefined ? null : need(document, asked.after);
	const text = addItem(new Source(document), { id, title, status, body }, after);
	const roadmap = await parseGivingWay(text);
	const place = roadmap.items.findIndex((item) => idKey(item.id) === idKey(id));
	const words = body.replace(/\r\n?/g, "\n").trim();
	const added: Added = {
		added: (item) =>
			item.id === id &&
			item.alias === null &&
			item.title === bare(title) &&
			item.status === status &&
			item.body.includes(words),
	};
	// A document without items was warned of just that.
	const warnings = items.length === 0 ? ["", ...document.roadmap.warnings] : document.roadmap.warnings;
	const expected = [...items.slice(0, place), added, ...items.slice(place)];
	const item = roadmap.items[place];
	if (!item || !isAsExpected({ items, warnings: [...warnings] } as Roadmap, roadmap, expected)) {
		throw new NightshiftError(
			"bad-request",
			"The item cannot be added like this: its title must be plain words without a status or an id, and its text must have no heading of its own level and no unclosed code block.",
		);
	}
	return { text, roadmap, added: new ItemNames(roadmap.items).ref(item) };
}

function need({ file, roadmap }: Document, ref: string): RoadmapItemDetail {
	const item = findItem(roadmap, ref);
	if (item) return item;
	const shown = ref.slice(0, 60);
	throw new NightshiftError("unknown-item", `${file} has no item "${shown}"; look at the roadmap again.`, {
		ref: shown,
	});
}

/** As titles are read. */
function bare(title: string): string {
	return withoutEmoji(title).replace(/^[\s:|–—-]+|[\s:|–—-]+$/g, "");
}

function pointless(what: string): NightshiftError {
	return new NightshiftError("bad-request", `${what}, so nothing was written.`);
}

function unable(what: string, item: RoadmapItemDetail): NightshiftError {
	const sentence = `The ${what} of ${item.id} cannot be changed without changing more than that; edit line ${item.line} and those below it by hand.`;
	return new NightshiftError("bad-request", sentence, { line: item.line });
}
