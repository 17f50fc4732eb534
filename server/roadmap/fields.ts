import { withoutEmoji } from "./decoration.ts";
import { readLines } from "./inline-text.ts";
import type { Block } from "./read-blocks.ts";

export type FieldName = "status" | "estimate" | "dependencies" | "deliverables" | "verify";

/** A line `**Name**: value` of an item. */
export interface Field {
	name: FieldName;
	/** Plain text; empty when the value is the block that follows. */
	value: string;
	/** The code spans of the value. */
	codes: string[];
	/** The block right after the field, for a list or a code block that belongs to it. */
	next: Block | null;
}

const NAMES: [FieldName, RegExp][] = [
	["status", /^status$/i],
	["estimate", /^(?:estimate|effort|duration|estimated(?: (?:effort|duration|time|timeline))?)$/i],
	["dependencies", /^(?:depends on|dependency|dependencies|blocked by)$/i],
	["deliverables", /^(?:\w+ )?deliverables?$/i],
	["verify", /^verify$/i],
];
/** Cheaper than reading the inline Markdown of every paragraph. */
const MAYBE_FIELD = /(?:\*\*|__)[^\n]*?(?:status|estimate|effort|duration|depend|blocked by|deliverable|verify)/i;

/** The fields of a paragraph. `next` is the block after it; it belongs to the paragraph's last line. */
export function fieldsOf(paragraph: string, next: Block | null): Field[] {
	if (!MAYBE_FIELD.test(paragraph)) return [];
	const lines = readLines(paragraph);
	return lines.flatMap(({ lead, rest, codes }, index) => {
		if (lead === null) return [];
		const label = withoutEmoji(lead);
		// The colon may be inside the bold text, after it, or after a remark: "**Deliverables** (first half):".
		const name = NAMES.find(([, pattern]) => pattern.test(label.replace(/\s*:$/, "")))?.[0];
		const hasColon = label.endsWith(":") || rest.startsWith(":") || (name === "deliverables" && rest.endsWith(":"));
		if (name === undefined || !hasColon) return [];
		const value = name === "deliverables" && rest.endsWith(":") ? "" : rest.replace(/^:\s*/, "");
		return [{ name, value, codes, next: index === lines.length - 1 ? next : null }];
	});
}
