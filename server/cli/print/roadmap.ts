import type { RoadmapItem, RoadmapItemDetail, RoadmapStatus } from "../../contract/roadmap.ts";
import { bold, cyan, dim, green, red, yellow } from "./colors.ts";
import { printTable } from "./table.ts";
import { oneLine, showMarkdown } from "./terminal.ts";

const PAINT: Record<RoadmapStatus, (text: string) => string> = {
	planned: (text) => text,
	"in-progress": cyan,
	done: green,
	blocked: yellow,
	cancelled: dim,
	unknown: red,
};

/** The items in the document's order. */
export function printItems(items: readonly RoadmapItem[]): string {
	if (items.length === 0) return "The roadmap has no items.";
	const rows = items.map(({ id, alias, status, line, title }) => [
		alias ? `${id} ${dim(alias)}` : id,
		PAINT[status](status),
		String(line),
		title,
	]);
	return printTable(["ID", "STATUS", "LINE", "TITLE"], rows, [2]);
}

/** One item: what is known about it, then its text. */
export function printItem(item: RoadmapItemDetail): string {
	const facts = [
		`status ${item.status}`,
		`line ${item.line}`,
		...(item.estimate ? [`estimate ${item.estimate}`] : []),
		...(item.dependsOn.length > 0 ? [`depends on ${item.dependsOn.join(", ")}`] : []),
		`${item.steps.length} ${item.steps.length === 1 ? "step" : "steps"}`,
	];
	const warnings = item.warnings.map((warning) => yellow(`! ${oneLine(warning)}`));
	const head = `${bold(item.id)}${item.alias ? ` (${item.alias})` : ""} ${item.title}`;
	return [oneLine(head), dim(oneLine(facts.join(" · "))), ...warnings, "", showMarkdown(item.body.trimEnd())].join(
		"\n",
	);
}
