import { type Fields, parseObject } from "./fields.ts";
import type { Format } from "./format.ts";
import { CLAUDE } from "./formats/claude/claude.ts";
import { CODEX } from "./formats/codex/codex.ts";
import { GEMINI } from "./formats/gemini/gemini.ts";
import { beginsConversation } from "./formats/log/heads.ts";
import { LOG } from "./formats/log/log.ts";

export type FormatName = "claude" | "gemini" | "codex" | "log";

/** All formats, by their names. */
export const FORMATS: Readonly<Record<FormatName, Format>> = {
	claude: CLAUDE,
	gemini: GEMINI,
	codex: CODEX,
	log: LOG,
};

/**
 * The format of a file: what its first line says, and when that says nothing (it may be damaged), its place.
 *
 * @param path absolute
 * @param firstLine the first that is not empty, or its beginning
 * @returns null when it is no transcript
 */
export function formatOf(path: string, firstLine: string): Format | null {
	const line = parseObject(firstLine);
	if (line) return formatOfLine(line) ?? formatOfPath(path);
	if (beginsConversation(firstLine)) return FORMATS.log;
	return formatOfBeginning(firstLine.slice(0, MAX_BEGINNING)) ?? formatOfPath(path);
}

/** In so much of a line that is too long to be looked at as a whole the names are found that tell formats apart. */
const MAX_BEGINNING = 1_000;

/** Of a line that was cut, or that is too long to be given as a whole. */
function formatOfBeginning(text: string): Format | null {
	if (!text.startsWith('{"')) return null;
	if (/^\{"(?:\$set|projectHash)"|"projectHash":"/.test(text)) return FORMATS.gemini;
	const type = /"type":"([a-z_]+)","payload":\{/.exec(text)?.[1];
	if (type) return CODEX_TYPES.has(type) ? FORMATS.codex : null;
	return /^\{"(?:parentUuid|type|leafUuid|sessionId)"/.test(text) && CLAUDE_NAMES.test(text) ? FORMATS.claude : null;
}

function formatOfLine(line: Fields): Format | null {
	if ("$set" in line || "projectHash" in line) return FORMATS.gemini;
	if (isCodex(line)) return FORMATS.codex;
	if (typeof line.type === "string" && CLAUDE_FIELDS.some((name) => name in line)) return FORMATS.claude;
	return null;
}

const CLAUDE_FIELDS = ["parentUuid", "sessionId", "leafUuid", "messageId"];
const CLAUDE_NAMES = /"(?:parentUuid|sessionId|leafUuid|messageId)":/;
const CODEX_TYPES = new Set(["session_meta", "response_item", "event_msg", "turn_context", "compacted", "world_state"]);

/** A line of now; or the first of a file of early 2025, which says what was asked of the model beside who and when it is. */
function isCodex(line: Fields): boolean {
	if ("payload" in line) return typeof line.type === "string" && CODEX_TYPES.has(line.type);
	return line.type === undefined && "id" in line && "timestamp" in line && "instructions" in line;
}

function formatOfPath(path: string): Format | null {
	if (/[/\\]rollout-[^/\\]*\.jsonl$/i.test(path)) return FORMATS.codex;
	if (/[/\\]chats[/\\].*\.jsonl$/i.test(path)) return FORMATS.gemini;
	return /[/\\]\.?claude[/\\].*\.jsonl$/i.test(path) ? FORMATS.claude : null;
}
