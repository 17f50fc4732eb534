import type { RoadmapItemDetail } from "../../contract/roadmap.ts";
import { endOfSection, isInside, tailBefore } from "./sections.ts";
import { readItemSource, type Source } from "./source.ts";

/**
 * The text with the whole section of an item, those of items inside it included, before that of another one; null: after
 * that of the last one. What separates sections goes with them, but the file ends as it did.
 */
export function moveItem(source: Source, item: RoadmapItemDetail, before: RoadmapItemDetail | null): string {
	const { text } = source;
	const { from, to } = source.range(item);
	const targetLine = before ? before.line : lineAfterLast(source, item);
	const target = source.line(targetLine).from;
	if (target >= from && target <= to) return text;
	const bodyEnd = Math.max(tailBefore(source, item.endLine, from), from);
	const [body, tail] = [text.slice(from, bodyEnd), text.slice(bodyEnd, to)];
	if (target < from) {
		if (to < text.length) return text.slice(0, target) + body + tail + text.slice(target, from) + text.slice(to);
		// It was the last: what separated it from the one before it separates it from the one after it.
		const gap = tailBefore(source, item.line - 1, target);
		return text.slice(0, target) + body + text.slice(gap, from) + text.slice(target, gap) + tail;
	}
	if (target < text.length) return text.slice(0, from) + text.slice(to, target) + body + tail + text.slice(target);
	const end = tailBefore(source, source.lines.length, to);
	return text.slice(0, from) + text.slice(to, end) + tail + body + text.slice(end);
}

/** Where "after the last item" is: where nothing of that item, or of the group it stands in, would be torn apart. */
function lineAfterLast(source: Source, item: RoadmapItemDetail): number {
	const others = source.items.filter((one) => one !== item && !isInside(one, item));
	const last = others.at(-1);
	if (!last || last.line < item.line) return item.line;
	return endOfSection(source, last.line, readItemSource(source, item).level);
}
