import { NightshiftError } from "../../contract/errors.ts";
import { idKey } from "../ids.ts";
import { parseGivingWay } from "../read-roadmap.ts";
import { isAsExpected, sameWords } from "./check-edit.ts";
import type { Document, Edited } from "./edit-types.ts";
import { moveItem } from "./move-item.ts";
import { need, pointless } from "./refusals.ts";
import { enclosing, isInside } from "./sections.ts";
import { Source } from "./source.ts";

/** @throws NightshiftError as `applyEdit` */
export async function applyMove(document: Document, ref: string, before: string | null): Promise<Edited> {
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
