import type { Roadmap, RoadmapItemDetail } from "../contract/roadmap.ts";
import { idKey } from "./ids.ts";

/**
 * The item with this id, else with this alias: `US-112`, `PRIORITY 2.5`, `2.5`. Where two share an id the first counts;
 * `US-22@269` is the one whose heading is on line 269. Null when there is none.
 */
export function findItem(roadmap: Roadmap, id: string): RoadmapItemDetail | null {
	const [, name = id, line] = /^(.*)@(\d+)$/.exec(id.trim()) ?? [];
	const key = idKey(/^\s*\d/.test(name) ? `PRIORITY ${name}` : name);
	const items = roadmap.items.filter((item) => line === undefined || item.line === Number(line));
	return (
		items.find((item) => idKey(item.id) === key) ??
		items.find((item) => item.alias !== null && idKey(item.alias) === key) ??
		null
	);
}
