import { toUSVString } from "node:util";
import { fields, words } from "./fields.ts";

/** What tools are asked for first of all, by the names that the tools of the three programs give it. */
const MAIN = [
	"command",
	"cmd",
	"file_path",
	"path",
	"absolute_path",
	"notebook_path",
	"pattern",
	"query",
	"url",
	"description",
	"prompt",
	"skill",
	"name",
];
const MAX_LENGTH = 300;

/** A tool's turn in a line: `Bash: ls notes`, or its name alone. */
export function toolLine(name: string, input: unknown): string {
	const what = mainPart(input)?.trim().replace(/\s+/g, " ");
	if (!what) return name;
	return `${name}: ${what.length > MAX_LENGTH ? `${toUSVString(what.slice(0, MAX_LENGTH))}…` : what}`;
}

function mainPart(input: unknown): string | null {
	if (typeof input === "string") return begin(input);
	const known = fields(input);
	if (!known) return null;
	for (const key of MAIN) {
		const value = Object.hasOwn(known, key) ? known[key] : null;
		const text = Array.isArray(value) ? value.filter((part) => typeof part === "string").join(" ") : words(value);
		if (text) return begin(text);
	}
	return null;
}

/** Of a long input the beginning is enough to make a line of. */
function begin(text: string): string {
	return text.slice(0, 4 * MAX_LENGTH);
}
