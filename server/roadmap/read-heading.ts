import type { RoadmapStatus } from "../contract/roadmap.ts";
import { withoutEmoji } from "./decoration.ts";
import { ID, spellId } from "./ids.ts";
import { plainText } from "./inline-text.ts";
import { leadingStatus, markedStatus, STATUS_MARK, STATUS_WORDS } from "./status.ts";

/** What the heading of an item says. */
export interface ItemHeading {
	id: string;
	alias: string | null;
	/** Without emoji, emphasis and status. Empty when the heading has nothing but its id. */
	title: string;
	/** By a label or mark before the id, or else by the marks after it. */
	status: RoadmapStatus | null;
}

const FIRST_ID = new RegExp(`\\[?(?<![\\p{L}\\p{N}_-])(?<id>${ID})\\]?`, "iu");
const ALIAS = new RegExp(`^[\\s:–—-]*[[(]?(?<id>${ID})(?:[\\])]|(?=\\s*(?:[:–—-]|$)))`, "iu");
const SEPARATOR = /^\s*(?:[:–—-]|$)/;

const NUMBERING = /^\d+[.)]\s*/;
const CAPITALS_LABEL = /^[^\p{Ll}]*[:–—-]$/u;
const STATUS_LABEL = new RegExp(`^(?:${STATUS_WORDS}|(?:user )?story)\\s*[:–—-]$`, "iu");

const BRACKETED_STATUS = new RegExp(`\\([^()]*${STATUS_MARK}[^()]*\\)`, "gu");
const STATUS_PHRASE = new RegExp(`${STATUS_MARK}\\s*${STATUS_WORDS}`, "giu");
const TITLE_EDGES = /^[\s:|–—-]+|[\s:|–—-]+$/g;

const ALMOST_AN_ITEM = /^(?:PRIORITY\s*:|PRIORITY\s+(?:-?\d|\S+:)|US-\S)/;

/**
 * Reads a heading that names an item: its id stands first, or after emoji, a number or a label such as "PLANNED:".
 * "Future work (Post-PRIORITY 3)" only mentions one. Null for any other heading.
 */
export function readHeading(source: string): ItemHeading | null {
	const text = plainText(source);
	const match = FIRST_ID.exec(text);
	if (!match?.groups?.id) return null;
	const before = text.slice(0, match.index);
	if (!isLabel(withoutEmoji(before))) return null;
	let after = text.slice(match.index + match[0].length);
	// "Priority 2 recap" is prose; the names in capitals and [US-9] stand for themselves.
	const isName = match.groups.id === spellId(match.groups.id) || match[0].startsWith("[");
	if (!isName && !SEPARATOR.test(withoutEmoji(after))) return null;

	const alias = ALIAS.exec(after);
	if (alias) after = after.slice(alias[0].length);
	return {
		id: spellId(match.groups.id),
		alias: alias?.groups?.id ? spellId(alias.groups.id) : null,
		title: withoutEmoji(after.replace(BRACKETED_STATUS, " ").replace(STATUS_PHRASE, " ")).replace(TITLE_EDGES, ""),
		status: leadingStatus(before) ?? markedStatus(after),
	};
}

/** Whether a heading that is no item starts like one: "PRIORITY: …", "PRIORITY ABC: …", "US-XXX - …". */
export function isAlmostItem(source: string): boolean {
	return ALMOST_AN_ITEM.test(withoutEmoji(plainText(source)).replace(/^[[(]/, ""));
}

function isLabel(before: string): boolean {
	const label = before.replace(NUMBERING, "");
	return label === "" || CAPITALS_LABEL.test(label) || STATUS_LABEL.test(label);
}
