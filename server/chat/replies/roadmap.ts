import type { RoadmapEntry, RoadmapView } from "../../contract/work.ts";
import { oneLine } from "../../text/cut.ts";
import { escapeMarkdown } from "../../text/markdown.ts";

const MAX_ITEMS = 8;
const OVER = new Set(["done", "finished", "cancelled"]);

/** What comes next and how far it is, in Markdown. */
export function roadmapWords({ items, next }: RoadmapView): string {
	const done = items.filter(({ shown }) => shown === "done" || shown === "finished").length;
	const open = items.filter(({ shown }) => !OVER.has(shown));
	const first = "ref" in next ? items.find(({ ref }) => ref === next.ref) : undefined;
	const rest = open.filter((item) => item !== first);
	const lines = [
		`**${done} of ${items.length}** done.`,
		first ? `Next: ${line(first)}` : "why" in next ? escapeMarkdown(next.why) : "",
		rest
			.slice(0, MAX_ITEMS)
			.map((item) => `- ${line(item)}`)
			.join("\n"),
		rest.length > MAX_ITEMS ? `and ${rest.length - MAX_ITEMS} more.` : "",
	];
	return lines.filter((text) => text !== "").join("\n\n");
}

function line({ id, title, shown, aside }: RoadmapEntry): string {
	return `**${escapeMarkdown(id)}** ${escapeMarkdown(oneLine(title, 200))} · ${aside ? "set aside" : shown}`;
}
