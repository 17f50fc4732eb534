import { visiblePieces, visibleText } from "../../../server/contract/visible-text.ts";

/** As much of a hast node as this needs. */
interface Node {
	type: string;
	tagName?: string;
	value?: string;
	properties?: Record<string, unknown>;
	children?: Node[];
}

/** Runs of hidden characters that get a mark each; further ones are named in the text. */
const MAX_MARKS = 200;

/** A rehype plugin that shows control and direction characters by their number; in code, zero-width ones too; in tooltips as well. */
export function rehypeVisible() {
	return (tree: Node) => {
		let marks = 0;
		const shown = (value: string, inCode: boolean): Node[] => {
			const mode = inCode ? "code" : "prose";
			if (marks >= MAX_MARKS) return [{ type: "text", value: visibleText(value, mode) }];
			const pieces = visiblePieces(value, mode);
			marks += pieces.filter(({ hidden }) => hidden !== null).length;
			return marks > MAX_MARKS
				? [{ type: "text", value: visibleText(value, mode) }]
				: pieces.map(({ text, hidden }) => (hidden === null ? { type: "text", value: text } : markOf(hidden)));
		};
		visit(tree, false, shown);
	};
}

function visit(node: Node, inCode: boolean, shown: (value: string, inCode: boolean) => Node[]): void {
	const code = inCode || node.tagName === "code" || node.tagName === "pre";
	node.children = node.children?.flatMap((child) => {
		if (child.type === "text") return shown(child.value ?? "", code);
		const title = child.properties?.title;
		if (typeof title === "string") child.properties = { ...child.properties, title: visibleText(title) };
		visit(child, code, shown);
		return [child];
	});
}

function markOf(hidden: string): Node {
	return {
		type: "element",
		tagName: "mark",
		properties: { className: ["hidden-character"], title: "An invisible character stands here" },
		children: [{ type: "text", value: hidden }],
	};
}
