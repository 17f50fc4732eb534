import type { Role } from "../../changes.ts";
import { moment, words } from "../../fields.ts";

/** How a turn begins in a plain log. */
export interface Head {
	role: Role;
	/** Null: the line has none. */
	at: string | null;
	/** The time as it is written; null as above. */
	time: string | null;
	session: string | null;
	text: string;
}

/** `[time] [session] [TYPE] text` */
const BRACKETS = /^\[([^\][]{1,60})\] ?\[([^\][]{1,200})\] ?\[([^\][]{1,40})\](?: (.*)|$)/s;
/** `User: text`, also as Markdown writes it. */
const SPEAKER = /^(?:#{1,4} |\*\*|> )?([A-Za-z]{2,20})(?:\*\*)?:(?:\*\*)?(?:\s+(.*)|\s*)$/s;
const PARTS = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?$/;

const ROLES: ReadonlyMap<string, Role> = new Map([
	...["user", "human", "you", "me", "prompt", "question"].map((name) => [name, "user"] as const),
	...[
		"assistant",
		"ai",
		"bot",
		"model",
		"agent",
		"claude",
		"gemini",
		"codex",
		"gpt",
		"chatgpt",
		"response",
		"reply",
		"answer",
	].map((name) => [name, "assistant"] as const),
	...["tool", "tool_use", "tool_call", "tool_result", "command", "function"].map((name) => [name, "tool"] as const),
	...["system", "info", "error", "warning", "notice", "event", "debug"].map((name) => [name, "system"] as const),
]);
/** Words that begin a turn when a colon follows them; others would be taken for such in the midst of a text. */
const SPEAKERS: ReadonlySet<string> = new Set([
	"user",
	"human",
	"you",
	"assistant",
	"ai",
	"bot",
	"agent",
	"claude",
	"gemini",
	"codex",
	"chatgpt",
	"system",
	"tool",
]);

/** The beginning of a turn; null when the line goes on with the one before, or belongs to none. */
export function headOf(line: string): Head | null {
	const bracketed = BRACKETS.exec(line);
	const role = bracketed && ROLES.get((bracketed[3] ?? "").trim().toLowerCase());
	if (bracketed && role) {
		const [, time = "", session = "", , text = ""] = bracketed;
		return { role, time, at: timeOf(time.trim()), session: words(session.trim()), text };
	}
	const speaker = SPEAKER.exec(line);
	const name = speaker?.[1]?.toLowerCase() ?? "";
	const spoken = SPEAKERS.has(name) ? ROLES.get(name) : undefined;
	return spoken ? { role: spoken, time: null, at: null, session: null, text: speaker?.[2] ?? "" } : null;
}

/** A time with a zone, or one of this machine's clock, which is what plain logs have. */
function timeOf(time: string): string | null {
	const parts = PARTS.exec(time);
	if (!parts) return moment(time);
	const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
		.slice(1, 7)
		.map((part) => Number(part ?? 0));
	const ms = Number((parts[7] ?? "").slice(0, 3).padEnd(3, "0"));
	const at = new Date(year, month - 1, day, hour, minute, second, ms);
	return Number.isNaN(at.getTime()) ? null : at.toISOString();
}
