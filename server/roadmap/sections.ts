import type { Block } from "./read-blocks.ts";
import { type ItemHeading, isAlmostItem, readHeading } from "./read-heading.ts";

/** The part of a document that belongs to one item. */
export interface Section {
	heading: ItemHeading;
	level: number;
	/** 1-based, inclusive. The end is the line before the next heading of the same or a higher level. */
	line: number;
	endLine: number;
	/** The blocks below the heading, without the sections of items inside this one. */
	blocks: Block[];
}

const ITEM_LEVELS = [2, 3];

/** Splits top-level blocks into the sections of items. Headings that are nearly items are told in `warnings`. */
export class SectionReader {
	readonly sections: Section[] = [];
	readonly warnings: string[] = [];
	/** The items whose sections contain the current line, outermost first. */
	#open: Section[] = [];

	add(block: Block): void {
		if (block.kind === "heading") this.#startHeading(block);
		else this.#open.at(-1)?.blocks.push(block);
		this.#warnOfLookalike(block);
	}

	/** @param lastLine 1-based number of the document's last line */
	end(lastLine: number): void {
		this.#close(1, lastLine);
	}

	#startHeading(block: Block & { kind: "heading" }): void {
		this.#close(block.level, block.line - 1);
		const heading = readHeading(block.text);
		if (heading && ITEM_LEVELS.includes(block.level)) {
			const section = { heading, level: block.level, line: block.line, endLine: block.endLine, blocks: [] };
			this.sections.push(section);
			this.#open.push(section);
			return;
		}
		this.#open.at(-1)?.blocks.push(block);
		if (heading) {
			this.warnings.push(
				`Line ${block.line}: ${heading.id} is not read as an item, because its heading has level ${block.level}; items have level 2 or 3 (## or ###).`,
			);
		}
	}

	#close(level: number, endLine: number): void {
		for (const section of this.#open) if (section.level >= level) section.endLine = endLine;
		this.#open = this.#open.filter((section) => section.level < level);
	}

	#warnOfLookalike(block: Block): void {
		if (block.kind === "heading" && ITEM_LEVELS.includes(block.level) && isAlmostItem(block.text)) {
			if (readHeading(block.text) === null) {
				this.warnings.push(
					`Line ${block.line}: "${block.text}" is not read as an item, because it has no number; write for example "PRIORITY 3: Title".`,
				);
			}
		}
		if (block.kind !== "paragraph") return;
		for (const [index, text] of block.text.split("\n").entries()) {
			const [, marks, rest] = /^\s*(#{2,3})([^#\s].*)$/.exec(text) ?? [];
			if (marks && rest && readHeading(rest)) {
				this.warnings.push(
					`Line ${block.line + index}: "${text.trim()}" is not read as an item, because there is no space after ${marks}.`,
				);
			}
		}
	}
}
