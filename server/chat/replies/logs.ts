import { stripVTControlCharacters } from "node:util";
import type { LogPage } from "../../contract/log.ts";
import { clip } from "../../text/cut.ts";
import { codeBlock } from "../../text/markdown.ts";

const MAX_LINE = 500;

/** The last lines of a log, in Markdown. */
export function logWords(daemon: string, { lines }: LogPage): string {
	if (lines.length === 0) return `${daemon} has written nothing yet.`;
	const text = lines.map((line) => clip(stripVTControlCharacters(line.text), MAX_LINE)).join("\n");
	return codeBlock(text);
}
