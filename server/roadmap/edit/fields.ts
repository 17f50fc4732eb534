import { type FieldName, fieldsOf } from "../fields.ts";
import { type Entry, isDirect } from "../outline.ts";
import type { ItemSource, Source } from "./source.ts";

/** Where the value of a field stands: offsets into the text. */
export interface FieldPlace {
	line: number;
	/** What stands before the value: "- **Status**: ". */
	lead: string;
	value: string;
	from: number;
	to: number;
}

const LIST_MARKERS = /^\s*(?:(?:[-*+]|\d+[.)])\s+)*/;
/** `**Name**: value`, the colon inside or outside, and the spaces (or the backslash) that end the line. */
const PARTS = /^(?<lead>.*?(?<mark>\*\*|__).*?\k<mark>[ \t]*:?[ \t]*)(?<value>.*?)(?:[ \t]*\\?[ \t]*)$/u;

/** The first field of this name that is about the item itself; null when there is none, or it spans lines. */
export function findField(source: Source, item: ItemSource, name: FieldName): FieldPlace | null {
	const entry = item.entries.find((one) => isDirect(one) && has(one, name));
	if (!entry) return null;
	for (let line = entry.block.line; line <= entry.block.endLine; line++) {
		const text = source.textOf(line);
		const own = fieldsOf(text.replace(LIST_MARKERS, ""), null);
		if (!own.some((field) => field.name === name)) continue;
		const { lead, value } = PARTS.exec(text)?.groups ?? {};
		if (lead === undefined || value === undefined) continue;
		const from = source.line(line).from + lead.length;
		return { line, lead, value, from, to: from + value.length };
	}
	return null;
}

function has(entry: Entry, name: FieldName): boolean {
	return entry.fields.some((field) => field.name === name);
}

const WRITTEN: Partial<Record<FieldName, RegExp>> = {
	status: /^(?<mark>\*\*|__)(?<label>[^*_\n]*status)(?<inside>\s*:)?\k<mark>(?<outside>[ \t]*:)?[ \t]/im,
	estimate:
		/^(?<mark>\*\*|__)(?<label>(?:estimated (?:effort|duration|time)|estimate|effort|duration))(?<inside>\s*:)?\k<mark>(?<outside>[ \t]*:)?[ \t]/im,
};

/** A new line of a field, written as the document writes others: `**Status**: 📝 Planned`. */
export function fieldLine(source: Source, name: "status" | "estimate", value: string): string {
	const usual = name === "status" ? "Status" : "Estimate";
	const own = WRITTEN[name]?.exec(source.text)?.groups;
	const { mark = "**", label = usual, inside } = own ?? WRITTEN.status?.exec(source.text)?.groups ?? {};
	const word = own ? label : usual;
	return inside ? `${mark}${word}:${mark} ${value}` : `${mark}${word}${mark}: ${value}`;
}

/** Puts a line of a field at the head of an item's section, apart from what is no field. */
export function addFieldLine(source: Source, item: ItemSource, line: string): string {
	const [first] = item.entries;
	const eol = source.ending(item.headingEnd);
	if (first?.block.kind === "paragraph" && first.fields.length > 0 && first.depth === 0) {
		const at = source.line(first.block.line);
		const hardBreak = / {2,}$/.exec(source.textOf(first.block.line))?.[0] ?? "";
		return source.replace(at.from, at.from, `${line}${hardBreak}${eol}`);
	}
	const { length } = source.lines;
	const heading = source.line(item.headingEnd);
	if (heading.next === heading.end) return source.replace(heading.end, heading.end, `${eol}${eol}${line}`);
	const isBlank = (number: number) => number <= length && source.textOf(number).trim() === "";
	const gap = isBlank(item.headingEnd + 1);
	const before = item.headingEnd + (gap ? 2 : 1);
	const apart = before <= length && !isBlank(before) ? eol : "";
	const at = before <= length ? source.line(before).from : source.text.length;
	return source.replace(at, at, `${line}${eol}${apart}`);
}

/** Puts a line of a field below another field, written like it. */
export function addBelowField(source: Source, field: FieldPlace, line: string): string {
	const indent = LIST_MARKERS.exec(field.lead)?.[0] ?? "";
	const { end, next } = source.line(field.line);
	const hardBreak = source.text.slice(field.to, end);
	const added = `${indent}${line}${hardBreak.trim() === "" ? hardBreak : ""}`;
	const eol = source.ending(field.line);
	return end === next ? source.replace(end, end, `${eol}${added}`) : source.replace(next, next, `${added}${eol}`);
}
