import { type Fields, parseObject } from "./fields.ts";
import type { Format } from "./format.ts";
import { CLAUDE } from "./formats/claude/claude.ts";

/** All formats, by their names. */
export const FORMATS: Readonly<Record<"claude", Format>> = { claude: CLAUDE };

/**
 * The format of a file: what its first line says, and when that says nothing (it may be damaged), its place.
 *
 * @param path absolute
 * @param firstLine the first that is not empty, or its beginning
 * @returns null when it is no transcript
 */
export function formatOf(path: string, firstLine: string): Format | null {
	const line = parseObject(firstLine);
	return (line && formatOfLine(line)) ?? formatOfPath(path);
}

function formatOfLine(line: Fields): Format | null {
	if (typeof line.type === "string" && CLAUDE_FIELDS.some((name) => name in line)) return FORMATS.claude;
	return null;
}

const CLAUDE_FIELDS = ["parentUuid", "sessionId", "leafUuid", "messageId"];

function formatOfPath(path: string): Format | null {
	return /[/\\]\.?claude[/\\].*\.jsonl$/i.test(path) ? FORMATS.claude : null;
}
