import { element, type HastNode, text } from "./hast.ts";

/**
 * A rehype plugin that makes each line of a code block an element of its own, so that one can tell where a long line is
 * wrapped and where the next begins, and so that a diff gets its colours, beside the signs that its lines begin with.
 */
export function rehypeCodeLines() {
	return visit;
}

function visit(node: HastNode): void {
	for (const child of node.children ?? []) {
		if (node.tagName === "pre" && child.tagName === "code") {
			const isDiff = classesOf(child).includes("language-diff");
			child.children = linesOf(child.children ?? []).map((line) => lineOf(line, isDiff));
		} else visit(child);
	}
}

/** Whatever stands in a line (marks of hidden characters too); its line break stays at its end, for who copies it. */
function linesOf(nodes: readonly HastNode[]): HastNode[][] {
	const lines: HastNode[][] = [[]];
	for (const node of nodes) {
		const parts = node.type === "text" ? (node.value ?? "").split(/(?<=\n)/).map(text) : [node];
		for (const part of parts) {
			if (lines.at(-1)?.at(-1)?.value?.endsWith("\n")) lines.push([]);
			lines.at(-1)?.push(part);
		}
	}
	return lines;
}

function lineOf(line: HastNode[], isDiff: boolean): HastNode {
	const change = isDiff ? DIFF_CLASSES[line[0]?.value?.charAt(0) ?? ""] : undefined;
	return element("span", change ? `code-line ${change}` : "code-line", line);
}

const DIFF_CLASSES: Readonly<Record<string, string>> = { "+": "text-ok", "-": "text-bad", "@": "text-ink-3" };

function classesOf({ properties }: HastNode): unknown[] {
	return Array.isArray(properties?.className) ? properties.className : [];
}
