import type { WritableStatus } from "../contract/roadmap.ts";
import { EMOJI } from "./decoration.ts";

type KnownStatus = WritableStatus;

/** The marks that are written, with the variation selector where editors add one. */
export const WRITTEN_MARKS: Record<WritableStatus, string> = {
	planned: "📝",
	"in-progress": "🔄",
	done: "✅",
	blocked: "⏸️",
	cancelled: "❌",
};

const MARKS: Record<string, KnownStatus> = {
	"📝": "planned",
	"🔄": "in-progress",
	"✅": "done",
	"⏸": "blocked",
	"🚧": "blocked",
	"❌": "cancelled",
};

/** Source of a pattern for a status mark, with or without the variation selector that some editors add. */
export const STATUS_MARK = `(?:${Object.keys(MARKS).join("|")})\\uFE0F?`;

// Tried in this order: what is "not planned" has no plan, and what is "not done" is not done.
const WORDS: [KnownStatus, string][] = [
	["cancelled", "cancell?ed|not planned|won['’]?t (?:do|fix)|dropped|rejected|abandoned|obsolete"],
	[
		"planned",
		"not (?:yet )?(?:started|begun|done)|planned|to[ -]?do|backlog|proposed|pending|queued|ready to (?:start|implement)",
	],
	["blocked", "blocked|on hold|paused|deferred|postponed|waiting"],
	["in-progress", "in[ -]?progress|wip|started|ongoing|under ?way|(?:mostly|partially|partly) (?:completed?|done)"],
	["done", "(?:(?:fully|100%) )?(?:completed?|done)|finished|implemented|shipped|fixed"],
];
const WORD_END = "(?![\\p{L}\\p{N}])";

/** Source of a pattern (flags `iu`) for the words that name a status. */
export const STATUS_WORDS = `(?:${WORDS.map(([, words]) => words).join("|")})${WORD_END}`;

const LEADING_WORDS = WORDS.map(([status, words]) => ({
	status,
	pattern: new RegExp(`^(?:${words})${WORD_END}`, "iu"),
}));
const LEADING_MARK = new RegExp(`^${STATUS_MARK}`, "u");
const LEADING_NOISE = /^[\s*_[\]()"'“”:·|-]+/;
const LEADING_EMOJI = new RegExp(`^${EMOJI}`, "u");
const MARK_WITH_WORDS = new RegExp(`(${STATUS_MARK})\\s*${STATUS_WORDS}`, "iu");
const ANY_MARK = new RegExp(STATUS_MARK, "u");

/**
 * The status a text starts with: the leading mark or word decides, so "✅ Complete (was Planned)" is done and
 * "❌ Not planned" is cancelled. Other emoji before it are passed over. Null when it starts with neither.
 */
export function leadingStatus(text: string): KnownStatus | null {
	let rest = text.replace(LEADING_NOISE, "");
	while (LEADING_EMOJI.test(rest)) {
		const mark = LEADING_MARK.exec(rest);
		if (mark) return statusOfMark(mark[0]);
		rest = rest.replace(LEADING_EMOJI, "").replace(LEADING_NOISE, "");
	}
	return LEADING_WORDS.find(({ pattern }) => pattern.test(rest))?.status ?? null;
}

/**
 * The status that marks inside a text show. A mark that names its status ("📝 Planned") is surer than one that may be
 * part of a title ("Show ✅ in the list"); else the first counts.
 */
export function markedStatus(text: string): KnownStatus | null {
	const mark = MARK_WITH_WORDS.exec(text)?.[1] ?? ANY_MARK.exec(text)?.[0];
	return mark === undefined ? null : statusOfMark(mark);
}

function statusOfMark(mark: string): KnownStatus | null {
	return MARKS[mark.replace("\uFE0F", "")] ?? null;
}
