import { NightshiftError } from "../../contract/errors.ts";
import type { Roadmap } from "../../contract/roadmap.ts";
import { withoutEmoji } from "../decoration.ts";
import { idKey } from "../ids.ts";
import { ItemNames } from "../name-items.ts";
import { parseGivingWay } from "../read-roadmap.ts";
import { addItem } from "./add-item.ts";
import { type Added, isAsExpected } from "./check-edit.ts";
import type { Document, Edited, NewItem } from "./edit-types.ts";
import { checkId, nextId } from "./new-id.ts";
import { need } from "./refusals.ts";
import { Source } from "./source.ts";

/** @throws NightshiftError as `applyEdit` */
export async function applyAdd(document: Document, asked: NewItem): Promise<Edited> {
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

/** As titles are read. */
function bare(title: string): string {
	return withoutEmoji(title).replace(/^[\s:|–—-]+|[\s:|–—-]+$/g, "");
}
