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
const BRACKETS = /^\[([^\][]{1,60})\] ?\[([^\][]{1,200})\] ?\[([^\][]{1,40})\](?::? (.*)|:?$)/s;
/** `User: text`, also as Markdown writes it. */
const SPEAKER = /^(?:#{1,4} |\*\*|> )?([A-Za-z]{2,20})(?:\*\*)?:(?:\*\*)?(?:\s+(.*)|\s*)$/s;
const PARTS = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?$/;

/** By the words of a type: the first that is known decides. */
const ROLES: ReadonlyMap<string, Role> = new Map([
	...named("user", "user human you me person prompt question"),
	...named("assistant", "assistant ai bot model agent claude gemini codex gpt chatgpt llm response reply answer"),
	...named("tool", "tool command function"),
	...named("system", "system session event notice"),
]);
/** Words that begin a turn when a colon follows them; others would be taken for such in the midst of a text. */
const SPEAKERS: ReadonlySet<string> = new Set(
	"user human you assistant ai bot agent claude gemini codex chatgpt system tool".split(" "),
);

function named(role: Role, names: string): [string, Role][] {
	return names.split(" ").map((name) => [name, role]);
}

/** The beginning of a turn; null when the line goes on with the one before, or belongs to none. */
export function headOf(line: string): Head | null {
	const bracketed = BRACKETS.exec(line);
	if (bracketed) {
		const [, time = "", session = "", type = "", text = ""] = bracketed;
		const at = timeOf(time.trim());
		// Of a line that begins as a log's lines do, an unknown type is something that happened.
		const role = roleOf(type) ?? (at ? "system" : null);
		if (role) return { role, time, at, session: words(session.trim()), text };
	}
	const speaker = SPEAKER.exec(line);
	const name = speaker?.[1]?.toLowerCase() ?? "";
	const spoken = SPEAKERS.has(name) ? ROLES.get(name) : undefined;
	return spoken ? { role: spoken, time: null, at: null, session: null, text: speaker?.[2] ?? "" } : null;
}

/** Whether a file that begins so is a conversation, and not the log of some program. */
export function beginsConversation(line: string): boolean {
	const bracketed = BRACKETS.exec(line);
	return bracketed ? roleOf(bracketed[3] ?? "") !== null : headOf(line) !== null;
}

function roleOf(type: string): Role | null {
	const known = type
		.toLowerCase()
		.split(/[^a-z]+/)
		.find((word) => ROLES.has(word));
	return ROLES.get(known ?? "") ?? null;
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
