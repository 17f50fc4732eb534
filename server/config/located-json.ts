import {
	findNodeAtLocation,
	getNodeValue,
	type JSONPath,
	type Node,
	type ParseError,
	parseTree,
	printParseErrorCode,
} from "jsonc-parser";

/** A mistake at a place of a text: 1-based line, dotted key or null, and a sentence without its subject or full stop. */
export interface Mistake {
	line: number;
	key: string | null;
	message: string;
}

/** JSON that still knows where each of its parts was written. */
export interface LocatedJson {
	value: unknown;
	/** The 1-based line of the setting at `path`, or of its nearest enclosing one. */
	lineOf(path: JSONPath): number;
	/** The keys of the object at `path`, in the order they are written. */
	keysOf(path: JSONPath): string[];
}

const AFRESH = "write {} or delete the file to start afresh";

/** What a person most likely did, for each thing the parser stumbles over. */
const SYNTAX: Record<string, string> = {
	InvalidSymbol: "has something that is not JSON (text needs double quotes)",
	InvalidNumberFormat: "has a number that is not written as JSON writes them",
	PropertyNameExpected: "needs the name of a setting in double quotes",
	ValueExpected: "lacks a value",
	ColonExpected: "lacks a colon after the name of a setting",
	CommaExpected: "lacks a comma before what stands here",
	CloseBraceExpected: "ends before its closing brace }",
	CloseBracketExpected: "ends before its closing bracket ]",
	EndOfFileExpected: "goes on after its closing brace }",
	UnexpectedEndOfComment: "has a comment that does not end",
	UnexpectedEndOfString: "has a text whose closing double quote is missing",
	UnexpectedEndOfNumber: "has a number that does not end",
	InvalidUnicode: "has a \\u escape that is not four hexadecimal digits",
	InvalidEscapeCharacter: "has a backslash escape that JSON does not know (write a backslash as \\\\)",
	InvalidCharacter: "has a control character inside a text",
};

/** Reads JSON with comments and trailing commas, any line ending, with or without a byte order mark. */
export function parseLocatedJson(written: string): LocatedJson | Mistake {
	const text = written.replace(/^\uFEFF/, "");
	if (text.trim() === "") return { line: 1, key: null, message: `is empty: ${AFRESH}` };

	const errors: ParseError[] = [];
	const tree = parseTree(text, errors, { allowTrailingComma: true });
	const lineAt = (offset: number) => text.slice(0, offset).split(/\r\n|\r|\n/).length;
	const [first] = errors;
	if (first && !tree && first.offset >= text.trimEnd().length) {
		return { line: 1, key: null, message: `holds nothing but comments: ${AFRESH}` };
	}
	if (first) {
		const message = SYNTAX[printParseErrorCode(first.error)] ?? "is not JSON";
		return { line: lineAt(first.offset), key: null, message };
	}
	if (!tree) return { line: 1, key: null, message: "is not JSON" };

	const misused = findMisusedKey(tree);
	if (misused) return { line: lineAt(misused.node.offset), key: misused.node.value, message: misused.message };
	return {
		value: getNodeValue(tree),
		lineOf(path) {
			for (let length = path.length; length > 0; length--) {
				const node = findNodeAtLocation(tree, path.slice(0, length));
				if (node) return lineAt(node.parent?.type === "property" ? node.parent.offset : node.offset);
			}
			return lineAt(tree.offset);
		},
		keysOf(path) {
			const node = path.length === 0 ? tree : findNodeAtLocation(tree, path);
			return (node?.children ?? []).flatMap((property) => property.children?.[0]?.value ?? []);
		},
	};
}

export function isMistake(result: LocatedJson | Mistake): result is Mistake {
	return "message" in result;
}

/** Keys that JSON allows but whose setting would be lost in silence: the first of two equal ones, and `__proto__`. */
function findMisusedKey(node: Node): { node: Node; message: string } | null {
	const seen = new Set<unknown>(["__proto__"]);
	for (const child of node.children ?? []) {
		const name = node.type === "object" ? child.children?.[0] : undefined;
		if (name && seen.has(name.value)) {
			const message = name.value === "__proto__" ? "cannot be a name here" : "is written twice in the same place";
			return { node: name, message };
		}
		seen.add(name?.value);
		const deeper = findMisusedKey(child);
		if (deeper) return deeper;
	}
	return null;
}
