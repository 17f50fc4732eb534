import type { Roadmap } from "../contract/roadmap.ts";
import { checkItems } from "./check-items.ts";
import { readBlocks } from "./read-blocks.ts";
import { readItem } from "./read-item.ts";
import { SectionReader } from "./sections.ts";

/** Reads a ROADMAP.md. Never throws: what cannot be read as it was perhaps meant is told in warnings. */
export function parseRoadmap(markdown: string): Roadmap {
	const parsing = parseInSlices(markdown);
	for (;;) {
		const { done, value } = parsing.next();
		if (done) return value;
	}
}

/** The same in slices of a few milliseconds: the caller may do other things whenever it yields. */
export function* parseInSlices(markdown: string): Generator<void, Roadmap> {
	const lines = splitLines(markdown);
	yield;
	const reader = new SectionReader();
	const warnings: string[] = [];
	for (const blocks of readBlocks(lines)) {
		for (const block of blocks) {
			reader.add(block);
			if (block.kind === "fence" && !block.closed) {
				warnings.push(`Line ${block.line}: this code block is never closed, so all that follows is read as code.`);
			}
		}
		yield;
	}
	reader.end(lines.length);
	const items = [];
	for (const section of reader.sections) {
		items.push(readItem(section, lines));
		yield;
	}
	checkItems(items);
	if (items.length === 0) {
		warnings.unshift('No item was found; add a heading such as "## US-1: Title" with a line "**Status**: 📝 Planned".');
	}
	return { items, warnings: [...warnings, ...reader.warnings] };
}

/** Lines by CommonMark's line endings, without a byte order mark and without the empty piece after the last one. */
function splitLines(markdown: string): string[] {
	// CommonMark: a NUL is read as the replacement character.
	const text = markdown.replace(/^\uFEFF/, "").replaceAll("\0", "\uFFFD");
	const lines = text.split(/\r\n?|\n/);
	if (lines.at(-1) === "") lines.pop();
	return lines;
}
