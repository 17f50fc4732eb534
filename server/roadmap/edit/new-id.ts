import { NightshiftError } from "../../contract/errors.ts";
import type { RoadmapItem } from "../../contract/roadmap.ts";
import { ID, idKey, spellId } from "../ids.ts";
import { namesOf } from "../index-items.ts";

const WHOLE_ID = new RegExp(`^(?:${ID})$`, "iu");

/** The next free id of the kind that most items have: `US-013` after `US-012`, `PRIORITY 8` after `PRIORITY 7.5`. */
export function nextId(items: readonly RoadmapItem[]): string {
	const stories = items.filter(({ id }) => id.startsWith("US-")).length;
	const kind = stories * 2 >= items.length ? "US-" : "PRIORITY ";
	const numbers = items
		.flatMap(namesOf)
		.filter((name) => name.startsWith(kind))
		.map((name) => name.slice(kind.length));
	const highest = numbers.reduce((most, number) => Math.max(most, Math.trunc(Number.parseFloat(number))), 0);
	const padded = numbers.filter((number) => /^0\d/.test(number)).map((number) => number.length);
	return kind + String(highest + 1).padStart(Math.max(0, ...padded), "0");
}

/** An id that a person asks for, as it is written. @throws NightshiftError `bad-request` when it is none, or taken */
export function checkId(items: readonly RoadmapItem[], asked: string): string {
	const id = spellId(asked);
	if (!WHOLE_ID.test(id)) {
		throw new NightshiftError("bad-request", `"${asked}" is no id; write one such as US-12 or PRIORITY 3.`, {
			key: "id",
		});
	}
	const taken = items.find((item) => namesOf(item).some((name) => idKey(name) === idKey(id)));
	if (!taken) return id;
	const sentence = `${id} is taken by "${taken.title}" on line ${taken.line}; choose another id, or leave it out.`;
	throw new NightshiftError("bad-request", sentence, { key: "id" });
}
