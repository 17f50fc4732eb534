import { visiblePieces } from "../../../server/contract/visible-text.ts";

/** As much of a hast node as this needs. */
interface Node {
	type: string;
	tagName?: string;
	value?: string;
	properties?: Record<string, unknown>;
	children?: Node[];
}

/** A rehype plugin that shows control and direction characters by their number; in code, zero-width ones too. */
export function rehypeVisible() {
	return (tree: Node) => visit(tree, false);
}

function visit(node: Node, inCode: boolean): void {
	if (!node.children) return;
	const code = inCode || node.tagName === "code" || node.tagName === "pre";
	node.children = node.children.flatMap((child) => {
		if (child.type === "text") return shown(child, code);
		visit(child, code);
		return [child];
	});
}

function shown(node: Node, inCode: boolean): Node[] {
	const pieces = visiblePieces(node.value ?? "", inCode ? "code" : "prose");
	if (pieces.every(({ hidden }) => hidden === null))
		return [{ ...node, value: pieces.map(({ text }) => text).join("") }];
	return pieces.map(({ text, hidden }) =>
		hidden === null
			? { type: "text", value: text }
			: {
					type: "element",
					tagName: "mark",
					properties: { className: ["hidden-character"], title: "An invisible character stands here" },
					children: [{ type: "text", value: hidden }],
				},
	);
}
