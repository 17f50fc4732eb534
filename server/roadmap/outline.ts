import { type Field, fieldsOf } from "./fields.ts";
import type { Block } from "./read-blocks.ts";

/** A block of a section with its surroundings. */
export interface Entry {
	block: Block;
	fields: Field[];
	/** How many lists it is in. */
	depth: number;
	/** Before the first sub-heading: about the item itself, not a part of it. */
	direct: boolean;
}

/** The blocks of a section and of the lists in it, in the order of the document. Quotations are left out. */
export function outline(blocks: readonly Block[]): Entry[] {
	const entries: Entry[] = [];
	let direct = true;
	const walk = (siblings: readonly Block[], depth: number): void => {
		for (const [index, block] of siblings.entries()) {
			if (block.kind === "heading" && depth === 0) direct = false;
			const fields = block.kind === "paragraph" ? fieldsOf(block.text, siblings[index + 1] ?? null) : [];
			entries.push({ block, fields, depth, direct });
			if (block.kind === "list") walk(block.children, depth + 1);
			else if (block.kind === "list-item") walk(block.children, depth);
		}
	};
	walk(blocks, 0);
	return entries;
}

/** Whether its fields are about the item itself: above the first sub-heading, in a paragraph or a plain list. */
export function isDirect({ direct, depth }: Entry): boolean {
	return direct && depth <= 1;
}

/** The text an item of a list starts with, as inline Markdown. */
export function leadOf(item: Block): string {
	const first = item.kind === "list-item" ? item.children[0] : undefined;
	return first?.kind === "paragraph" ? first.text : "";
}
