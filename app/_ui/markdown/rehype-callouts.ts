import { element, type HastNode, text } from "./hast.ts";

/** The kinds of callouts that GitHub knows, as they are titled here. */
const TITLES = new Map([
	["NOTE", "Note"],
	["TIP", "Tip"],
	["IMPORTANT", "Important"],
	["WARNING", "Careful"],
	["CAUTION", "Careful"],
]);
const MARK = /^\[!([A-Z]+)\][ \t]*(?:\n|$)/;

/** A rehype plugin for quotes that begin with `[!WARNING]` and the like, as GitHub has them: they are set off and titled. */
export function rehypeCallouts() {
	return visit;
}

function visit(node: HastNode): void {
	for (const child of node.children ?? []) {
		if (child.tagName === "blockquote") makeCallout(child);
		visit(child);
	}
}

function makeCallout(quote: HastNode): void {
	const paragraph = quote.children?.find(({ type }) => type === "element");
	const [first] = paragraph?.children ?? [];
	const [mark, kind = ""] = MARK.exec(first?.value ?? "") ?? [];
	const title = TITLES.get(kind);
	if (paragraph?.tagName !== "p" || !first || mark === undefined || title === undefined) return;
	first.value = first.value?.slice(mark.length) ?? "";
	const isEmpty = first.value === "" && paragraph.children?.length === 1;
	const rest = isEmpty ? quote.children?.filter((child) => child !== paragraph) : quote.children;
	quote.tagName = "div";
	quote.properties = { role: "note", className: ["callout", `callout-${kind.toLowerCase()}`] };
	quote.children = [element("p", "callout-title", [text(title)]), ...(rest ?? [])];
}
