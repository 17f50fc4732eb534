import type { RoadmapItemDetail } from "../../contract/roadmap.ts";
import { type Entry, outline } from "../outline.ts";
import { type Block, readBlocks } from "../read-blocks.ts";
import type { RoadmapFile } from "../read-roadmap.ts";

/** A line of the file: offsets into its text. */
export interface SourceLine {
	from: number;
	/** Without the line ending. */
	end: number;
	/** With it: where the next line begins. */
	next: number;
}

/** The text of a roadmap with the places of its lines, for edits that leave everything else as it is. */
export class Source {
	readonly text: string;
	readonly lines: readonly SourceLine[];

	constructor(readonly document: Pick<RoadmapFile, "text" | "roadmap">) {
		this.text = document.text;
		this.lines = splitSource(document.text);
	}

	get items(): readonly RoadmapItemDetail[] {
		return this.document.roadmap.items;
	}

	/** The line with this number, from 1. */
	line(number: number): SourceLine {
		const { length } = this.text;
		return this.lines[number - 1] ?? { from: length, end: length, next: length };
	}

	/** The text of a line without its ending. */
	textOf(number: number): string {
		const { from, end } = this.line(number);
		return this.text.slice(from, end);
	}

	/** How this line ends; the last one, when it does not, as the one before it. */
	ending(number: number): string {
		for (let at = Math.min(number, this.lines.length); at >= 1; at--) {
			const { end, next } = this.line(at);
			if (next > end) return this.text.slice(end, next);
		}
		return "\n";
	}

	/** Where the section of an item begins and ends. */
	range(item: RoadmapItemDetail): { from: number; to: number } {
		return { from: this.line(item.line).from, to: this.line(item.endLine).next };
	}

	/** The text with `to - from` characters replaced. */
	replace(from: number, to: number, by: string): string {
		return this.text.slice(0, from) + by + this.text.slice(to);
	}
}

/** The section of an item by its blocks; lines are those of the file. */
export interface ItemSource {
	level: number;
	/** The last line of the heading: the second one when it is underlined. */
	headingEnd: number;
	/** The heading's inline Markdown. */
	heading: string;
	/** Without the sections of the items inside it. */
	entries: Entry[];
}

/** Reads an item's own section again, now for where things are. */
export function readItemSource(source: Source, item: RoadmapItemDetail): ItemSource {
	const inside = source.items.filter((one) => one.line > item.line && one.endLine <= item.endLine);
	const isInside = ({ line }: Block) => inside.some((one) => line >= one.line && line <= one.endLine);
	const blocks = [...readBlocks(item.body.split("\n"))].flat().map((block) => shift(block, item.line - 1));
	const [heading, ...rest] = blocks;
	if (heading?.kind !== "heading") throw new Error(`line ${item.line} is no heading`);
	const entries = outline(rest.filter((block) => !isInside(block)));
	return { level: heading.level, headingEnd: heading.endLine, heading: heading.text, entries };
}

function shift<B extends Block>(block: B, by: number): B {
	const moved = { ...block, line: block.line + by, endLine: block.endLine + by };
	return "children" in block ? { ...moved, children: block.children.map((child) => shift(child, by)) } : moved;
}

/** By the same line endings as the parser. A byte order mark is before the first line. */
function splitSource(text: string): SourceLine[] {
	const lines: SourceLine[] = [];
	const ending = /\r\n?|\n/g;
	let from = text.startsWith("\uFEFF") ? 1 : 0;
	for (let match = ending.exec(text); match; match = ending.exec(text)) {
		lines.push({ from, end: match.index, next: ending.lastIndex });
		from = ending.lastIndex;
	}
	if (from < text.length) lines.push({ from, end: text.length, next: text.length });
	return lines;
}
