import MarkdownIt, { type Token } from "markdown-it";

/** A block of Markdown. Lines are 1-based and inclusive. */
export type Block = { line: number; endLine: number } & (
	| { kind: "heading"; level: number /** Inline Markdown. */; text: string }
	| { kind: "paragraph" /** Inline Markdown, one or more lines. */; text: string }
	| { kind: "fence"; info: string; code: string /** False when the file or its list ends first. */; closed: boolean }
	| { kind: "list" | "list-item" | "quote" | "other"; children: Block[] }
);

/** A millisecond of parsing, some ten of them the first time: small enough for a caller that wants to give way in between. */
const SLICE_LINES = 100;

// Blocks only: inline Markdown is parsed where it is needed, see inline-text. The preset's nesting limit of 20 drops
// what is deeper; 100 is beyond anything a person writes.
const parser = new MarkdownIt("commonmark", { maxNesting: 100 });
parser.core.ruler.enableOnly(["block"]);

/**
 * The top-level blocks of a document, by CommonMark's rules, in batches.
 *
 * A batch is a slice of the file without its last block, because later lines may still belong to that one; the next
 * slice starts with it again. Every earlier block was ended by the one after it, so no later line can change it.
 */
export function* readBlocks(lines: readonly string[]): Generator<Block[], void> {
	let from = 0;
	let size = SLICE_LINES;
	while (from < lines.length) {
		const to = from + size;
		const blocks = toBlocks(parser.parse(lines.slice(from, to).join("\n"), {}), from);
		if (to >= lines.length) {
			yield blocks;
			return;
		}
		const last = blocks.pop();
		if (last === undefined || blocks.length === 0) {
			size *= 4;
			continue;
		}
		yield blocks;
		from = last.line - 1;
		size = SLICE_LINES;
	}
}

const CONTAINERS: Record<string, "list" | "list-item" | "quote"> = {
	bullet_list_open: "list",
	ordered_list_open: "list",
	list_item_open: "list-item",
	blockquote_open: "quote",
};
const CONTAINER_ENDS = new Set(["bullet_list_close", "ordered_list_close", "list_item_close", "blockquote_close"]);

function toBlocks(tokens: readonly Token[], offset: number): Block[] {
	const top: Block[] = [];
	const open: Block[][] = [top];
	for (const [index, token] of tokens.entries()) {
		if (CONTAINER_ENDS.has(token.type)) open.pop();
		if (token.map === null || token.type === "inline") continue;
		const [start, end] = token.map;
		const place = { line: offset + start + 1, endLine: offset + end };
		const siblings = open.at(-1) ?? top;
		const container = CONTAINERS[token.type];
		if (container) {
			const children: Block[] = [];
			siblings.push({ ...place, kind: container, children });
			open.push(children);
		} else if (token.type === "heading_open") {
			siblings.push({ ...place, kind: "heading", level: Number(token.tag.slice(1)), text: inlineOf(tokens, index) });
		} else if (token.type === "paragraph_open") {
			siblings.push({ ...place, kind: "paragraph", text: inlineOf(tokens, index) });
		} else if (token.type === "fence") {
			const code = token.content.replace(/\n$/, "");
			const codeLines = token.content === "" ? 0 : code.split("\n").length;
			const closed = end - start - 1 > codeLines;
			siblings.push({ ...place, kind: "fence", info: token.info.trim(), code, closed });
		} else {
			siblings.push({ ...place, kind: "other", children: [] });
		}
	}
	return top;
}

/** The `inline` token follows the one that opens its heading or paragraph. */
function inlineOf(tokens: readonly Token[], index: number): string {
	return tokens[index + 1]?.content ?? "";
}
