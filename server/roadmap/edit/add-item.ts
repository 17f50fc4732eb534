import type { RoadmapItemDetail, WritableStatus } from "../../contract/roadmap.ts";
import { WRITTEN_MARKS } from "../status.ts";
import { fieldLine, findField } from "./fields.ts";
import { inline } from "./inline.ts";
import { enclosing, tailBefore } from "./sections.ts";
import { readItemSource, type Source } from "./source.ts";
import { StatusWords } from "./status-words.ts";

/** An item that is to be written into the file. */
export interface ItemToAdd {
	id: string;
	title: string;
	status: WritableStatus;
	/** Markdown. */
	body: string;
}

/** The text with a new item after another one, or after the last one, written like that one. */
export function addItem(source: Source, added: ItemToAdd, after: RoadmapItemDetail | null): string {
	const neighbour = after ?? lastOf(source.items);
	if (!neighbour) return appendFirst(source, added);
	const eol = source.ending(neighbour.line);
	const { text } = source;
	const { from, to } = source.range(neighbour);
	const section = writeItem(source, added, neighbour, eol);
	const end = tailBefore(source, neighbour.endLine, from);
	if (to < text.length) return text.slice(0, to) + section + apart(text.slice(end, to), eol) + text.slice(to);
	return text.slice(0, end) + gapLike(source, neighbour, eol) + section + text.slice(end);
}

/** The last item that is no part of another one. */
function lastOf(items: readonly RoadmapItemDetail[]): RoadmapItemDetail | null {
	let last = items.at(-1) ?? null;
	for (let outer = last; outer; outer = enclosing(items, outer)) last = outer;
	return last;
}

function appendFirst(source: Source, added: ItemToAdd): string {
	const { text } = source;
	const eol = source.ending(source.lines.length);
	const end = source.lines.length === 0 ? text.length : tailBefore(source, source.lines.length, 0);
	const isEmpty = text.slice(0, end).replace("\uFEFF", "") === "";
	const section = writeItem(source, added, null, eol);
	return isEmpty ? `${text}${section}${eol}` : `${text}${missingGap(text.slice(end), eol)}${section}${eol}`;
}

/** What is missing for an empty line between. */
function missingGap(tail: string, eol: string): string {
	const endings = tail.match(/\r\n?|\n/g)?.length ?? 0;
	return eol.repeat(Math.max(0, 2 - endings));
}

/** What separates two sections; at least an empty line, so that an underlined heading may follow. */
function apart(tail: string, eol: string): string {
	return tail + missingGap(tail, eol);
}

/** What usually separates sections here: as before the neighbour, when something of its kind stands there. */
function gapLike(source: Source, neighbour: RoadmapItemDetail, eol: string): string {
	const before = source.items.findLast((one) => one.endLine === neighbour.line - 1);
	if (!before) return eol + eol;
	const { from, to } = source.range(before);
	return apart(source.text.slice(tailBefore(source, before.endLine, from), to), eol);
}

/** The heading, the status and the text, without a line ending at the end. */
function writeItem(source: Source, added: ItemToAdd, like: RoadmapItemDetail | null, eol: string): string {
	const style = headingStyle(source, like);
	const words = new StatusWords(source.text);
	const { id, title, status } = added;
	const name = `${style.bracket ? `[${id}]` : id}${style.separator}${inline(title)}`;
	const strong = style.bold ? `**${name}**` : name;
	const marked = {
		before: `${WRITTEN_MARKS[status]} ${strong}`,
		after: `${strong} ${words.fresh(status)}`,
		field: strong,
	};
	const parts = [`${"#".repeat(style.level)} ${marked[style.status]}`];
	if (style.status === "field") parts.push(fieldLine(source, "status", words.fresh(status)));
	const body = added.body.replace(/^(?:[ \t]*(?:\r\n?|\n))+/, "").trimEnd();
	if (body !== "") parts.push(body.replace(/\r\n?|\n/g, eol));
	return parts.join(eol + eol);
}

interface HeadingStyle {
	level: number;
	bold: boolean;
	bracket: boolean;
	separator: string;
	/** Where the status stands. */
	status: "before" | "after" | "field";
}

function headingStyle(source: Source, like: RoadmapItemDetail | null): HeadingStyle {
	if (!like) return { level: 2, bold: false, bracket: false, separator: ": ", status: "field" };
	const own = readItemSource(source, like);
	const line = source.textOf(like.line);
	const number = /[\d.]+$/.exec(like.id)?.[0] ?? "";
	const at = line.search(/PRIORITY\s|US-/i);
	const after = line.slice(line.indexOf(number, at) + number.length);
	const sign = /^[\]*\s]*([:–—-])/.exec(after)?.[1] ?? ":";
	const hasMark = /[📝🔄✅⏸🚧❌]/u;
	const inHeading = findField(source, own, "status") === null;
	const before = hasMark.test(line.slice(0, at));
	return {
		level: own.level,
		bold: /\*\*\s*\[?$/.test(line.slice(0, at)),
		bracket: line[at - 1] === "[",
		separator: sign === ":" ? ": " : ` ${sign} `,
		status: !inHeading ? "field" : before ? "before" : hasMark.test(after) ? "after" : "field",
	};
}
