import type { RoadmapItemDetail, WritableStatus } from "../../contract/roadmap.ts";
import { ID } from "../ids.ts";
import { plainText } from "../inline-text.ts";
import { leadingStatus, markedStatus } from "../status.ts";
import { addFieldLine, fieldLine, findField } from "./fields.ts";
import { readItemSource, type Source } from "./source.ts";
import { StatusWords } from "./status-words.ts";

const FIRST_ID = new RegExp(`(?<![\\p{L}\\p{N}_-])(?<id>${ID})`, "iu");

/**
 * The text with another status of an item: in its Status field, and in its heading's mark, each where there is one. Without
 * either a Status field is added.
 */
export function setStatus(source: Source, item: RoadmapItemDetail, status: WritableStatus): string {
	const own = readItemSource(source, item);
	const words = new StatusWords(source.text);
	const field = findField(source, own, "status");
	const inHeading = headingWith(source.textOf(item.line), status, words);
	if (!field && inHeading === null) return addFieldLine(source, own, fieldLine(source, "status", words.fresh(status)));
	// From the end to the beginning, so that places stay where they are.
	const text = field
		? source.replace(field.from, field.to, spaced(field.lead) + words.inField(field.value, status))
		: source.text;
	if (inHeading === null) return text;
	const { from, end } = source.line(item.line);
	return text.slice(0, from) + inHeading + text.slice(end);
}

/** The heading's line with another status; null when it shows none. */
function headingWith(line: string, status: WritableStatus, words: StatusWords): string | null {
	const match = FIRST_ID.exec(line);
	if (!match) return null;
	const [before, rest] = [line.slice(0, match.index), line.slice(match.index)];
	if (leadingStatus(plainText(before.replace(/^\s*#+\s*/, ""))) !== null) {
		const changed = words.beforeId(before, status);
		return changed === null ? null : changed + rest;
	}
	if (markedStatus(rest) === null) return null;
	const changed = words.afterId(rest, status);
	return changed === null ? null : before + changed;
}

/** "**Status**:" is followed by a space before it gets a value. */
export function spaced(lead: string): string {
	return /\s$/.test(lead) ? "" : " ";
}
