/** As much of an mdast node as this needs. */
interface Node {
	type: string;
	value?: string;
	children?: Node[];
}

/** In these, HTML stands among words; elsewhere it is a block of its own. */
const SENTENCES = new Set([
	"paragraph",
	"heading",
	"emphasis",
	"strong",
	"delete",
	"link",
	"linkReference",
	"tableCell",
]);

/**
 * A remark plugin that shows HTML as it was written. It is never run, and leaving it out would lose words that only look
 * like it, such as the `<String>` of `Vec<String>`.
 */
export function remarkPlainHtml() {
	return (tree: Node) => visit(tree);
}

function visit(node: Node): void {
	const amongWords = SENTENCES.has(node.type);
	node.children = node.children?.map((child) => {
		if (child.type === "html") return { type: amongWords ? "text" : "code", value: child.value ?? "" };
		visit(child);
		return child;
	});
}
