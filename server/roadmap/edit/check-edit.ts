import type { Roadmap, RoadmapItemDetail } from "../../contract/roadmap.ts";
import { parentsOf } from "./sections.ts";

/** An empty line, or a rule. */
const SEPARATOR = /^\s*$|^ {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$/;

/** What an edit is to have made of an item; what is not named stays as it was. */
export type Expected = Partial<Pick<RoadmapItemDetail, "status" | "estimate">>;

/**
 * Whether a document that was edited holds just what was asked for: the items in the order of `expected`, all with what
 * they said before, but for the changes given.
 *
 * @param moved the items whose place has changed, and that may stand in other sections than before
 */
export function isAsExpected(
	before: Roadmap,
	after: Roadmap,
	expected: readonly (RoadmapItemDetail | Added)[],
	changes: ReadonlyMap<RoadmapItemDetail, Expected> = new Map(),
	moved: ReadonlySet<RoadmapItemDetail> = new Set(),
): boolean {
	if (after.items.length !== expected.length || after.warnings.length > before.warnings.length) return false;
	const places = new Map<RoadmapItemDetail, RoadmapItemDetail>();
	for (const [index, item] of expected.entries()) {
		const now = after.items[index];
		if (!now) return false;
		if ("added" in item) {
			if (!item.added(now)) return false;
			continue;
		}
		places.set(item, now);
		if (saidBy({ ...item, ...changes.get(item) }) !== saidBy(now)) return false;
	}
	// Nothing else has slipped into another section.
	const [parents, parentsNow] = [parentsOf(before.items), parentsOf(after.items)];
	for (const [item, now] of places) {
		if (moved.has(item)) continue;
		const outer = parents.get(item) ?? null;
		const outerNow = parentsNow.get(now) ?? null;
		if (outer === null ? outerNow !== null : places.get(outer) !== outerNow) return false;
	}
	return true;
}

/** An item that was not there before. */
export interface Added {
	added(item: RoadmapItemDetail): boolean;
}

/** Whether the words of two sections are the same, but for what separates them from others. */
export function sameWords(one: RoadmapItemDetail, other: RoadmapItemDetail): boolean {
	return wordsOf(one) === wordsOf(other);
}

function wordsOf({ body }: RoadmapItemDetail): string {
	const lines = body.split("\n");
	while (SEPARATOR.test(lines.at(-1) ?? "x")) lines.pop();
	return lines.join("\n");
}

/** All that an item says, without where it stands. */
function saidBy(item: RoadmapItemDetail): string {
	const { id, alias, title, status, estimate, dependsOn, deliverables, tasks, steps, verify } = item;
	const commands = steps.map(({ code, title: name }) => [code, name]);
	return JSON.stringify([id, alias, title, status, estimate, dependsOn, deliverables, tasks, commands, verify]);
}
