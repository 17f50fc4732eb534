import type { RoadmapItemDetail } from "../../contract/roadmap.ts";
import { readBlocks } from "../read-blocks.ts";
import type { Source } from "./source.ts";

const RULE = /^ {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$/;

/**
 * Where the words before `to` end and what merely separates them from what follows begins: the line ending, empty lines,
 * and rules (`---`) between empty lines. Never before `least`.
 */
export function tailBefore(source: Source, lastLine: number, least: number): number {
	let line = lastLine;
	const isBlank = (number: number) => number >= 1 && source.textOf(number).trim() === "";
	while (line > 1 && (isBlank(line) || (RULE.test(source.textOf(line)) && isBlank(line - 1)))) line -= 1;
	return Math.max(line < 1 || isBlank(line) ? source.line(line).from : source.line(line).end, least);
}

/** The item that the section of this one is a part of; null when it stands for itself. */
export function enclosing(items: readonly RoadmapItemDetail[], item: RoadmapItemDetail): RoadmapItemDetail | null {
	return items.findLast((one) => one.line < item.line && one.endLine >= item.endLine) ?? null;
}

/** The same of all items, in one pass. */
export function parentsOf(items: readonly RoadmapItemDetail[]): Map<RoadmapItemDetail, RoadmapItemDetail | null> {
	const open: RoadmapItemDetail[] = [];
	return new Map(
		items.map((item) => {
			while ((open.at(-1)?.endLine ?? Number.POSITIVE_INFINITY) < item.line) open.pop();
			const parent = open.at(-1) ?? null;
			open.push(item);
			return [item, parent];
		}),
	);
}

/** Whether `inner` is a part of the section of `outer`. */
export function isInside(inner: RoadmapItemDetail, outer: RoadmapItemDetail): boolean {
	return inner.line > outer.line && inner.endLine <= outer.endLine;
}

/** The first line after `line` with a heading of this or a higher level, or the one after the last. */
export function endOfSection(source: Source, line: number, level: number): number {
	const texts = source.lines.slice(line).map(({ from, end }) => source.text.slice(from, end));
	for (const blocks of readBlocks(texts)) {
		const heading = blocks.find((block) => block.kind === "heading" && block.level <= level);
		if (heading) return line + heading.line;
	}
	return source.lines.length + 1;
}
