import { visiblePieces, visibleText } from "../../../server/contract/visible-text.ts";
import { type HastNode, text } from "./hast.ts";

/** Runs of hidden characters that get a mark each; further ones are named in the text. */
const MAX_MARKS = 200;

/** A rehype plugin that shows control and direction characters by their number; in code, zero-width ones too; in tooltips as well. */
export function rehypeVisible() {
	return (tree: HastNode) => {
		let marks = 0;
		const shown = (value: string, inCode: boolean): HastNode[] => {
			const mode = inCode ? "code" : "prose";
			if (marks >= MAX_MARKS) return [text(visibleText(value, mode))];
			const pieces = visiblePieces(value, mode);
			marks += pieces.filter(({ hidden }) => hidden !== null).length;
			return marks > MAX_MARKS
				? [text(visibleText(value, mode))]
				: pieces.map((piece) => (piece.hidden === null ? text(piece.text) : markOf(piece.hidden)));
		};
		visit(tree, false, shown);
	};
}

function visit(node: HastNode, inCode: boolean, shown: (value: string, inCode: boolean) => HastNode[]): void {
	const code = inCode || node.tagName === "code" || node.tagName === "pre";
	node.children = node.children?.flatMap((child) => {
		if (child.type === "text") return shown(child.value ?? "", code);
		const title = child.properties?.title;
		if (typeof title === "string") child.properties = { ...child.properties, title: visibleText(title) };
		visit(child, code, shown);
		return [child];
	});
}

function markOf(hidden: string): HastNode {
	return {
		type: "element",
		tagName: "mark",
		properties: { className: ["hidden-character"], title: "An invisible character stands here" },
		children: [text(hidden)],
	};
}
