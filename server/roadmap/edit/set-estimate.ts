import type { RoadmapItemDetail } from "../../contract/roadmap.ts";
import { addBelowField, addFieldLine, fieldLine, findField } from "./fields.ts";
import { inline } from "./inline.ts";
import { spaced } from "./set-status.ts";
import { readItemSource, type Source } from "./source.ts";

/** The text with another estimate of an item; null takes the line of the estimate out. */
export function setEstimate(source: Source, item: RoadmapItemDetail, estimate: string | null): string {
	const own = readItemSource(source, item);
	const field = findField(source, own, "estimate");
	if (estimate === null) {
		if (!field) return source.text;
		const { from, next } = source.line(field.line);
		return source.replace(from, next, "");
	}
	const value = inline(estimate);
	if (field) return source.replace(field.from, field.to, spaced(field.lead) + value);
	const line = fieldLine(source, "estimate", value);
	const status = findField(source, own, "status");
	return status ? addBelowField(source, status, line) : addFieldLine(source, own, line);
}
