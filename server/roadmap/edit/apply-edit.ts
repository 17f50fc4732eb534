import { NightshiftError } from "../../contract/errors.ts";
import type { RoadmapItemDetail, WritableStatus } from "../../contract/roadmap.ts";
import { parseGivingWay } from "../read-roadmap.ts";
import { applyAdd } from "./apply-add.ts";
import { applyMove } from "./apply-move.ts";
import { isAsExpected } from "./check-edit.ts";
import type { Document, Edited, RoadmapEdit } from "./edit-types.ts";
import { need, pointless } from "./refusals.ts";
import { setEstimate } from "./set-estimate.ts";
import { setStatus } from "./set-status.ts";
import { Source } from "./source.ts";

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

function unable(what: string, item: RoadmapItemDetail): NightshiftError {
	const sentence = `The ${what} of ${item.id} cannot be changed without changing more than that; edit line ${item.line} and those below it by hand.`;
	return new NightshiftError("bad-request", sentence, { line: item.line });
}
