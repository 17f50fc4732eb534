import { createHash } from "node:crypto";
import { toUSVString } from "node:util";

/** An object that came as JSON: anything may be in it. */
export type Fields = Readonly<Record<string, unknown>>;

/** Deeper than any tool's input, and far from where code that goes down into it runs out of stack. */
const MAX_DEPTH = 64;
const DATE_TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?\s?(Z|[+-]\d\d:?\d\d)?$/i;
const KIND = /^[A-Za-z][\w./ -]{0,59}$/;

/** The object that a line is; null when it is something else, or no JSON. */
export function parseObject(line: string): Fields | null {
	try {
		return fields(JSON.parse(line));
	} catch {
		return null; // garbage, or a line that was cut: the caller counts it
	}
}

/** The value as an object; null when it is none. */
export function fields(value: unknown): Fields | null {
	return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

/** The objects in a list; what else is in it is left out. No list is an empty one. */
export function fieldsIn(value: unknown): Fields[] {
	return Array.isArray(value) ? value.map(fields).filter((one) => one !== null) : [];
}

/** A text that can be stored: halves of characters become U+FFFD. Null when it is no text, or an empty one. */
export function words(value: unknown): string | null {
	return typeof value === "string" && value !== "" ? toUSVString(value) : null;
}

/**
 * A moment in ISO 8601 in UTC with milliseconds; null when it is none. A text without a zone is taken for UTC. What a zone
 * moves out of the years of four digits is none: as texts, such moments would not be in the order of time.
 */
export function moment(value: unknown): string | null {
	if (typeof value !== "string") return null;
	const zone = DATE_TIME.exec(value);
	if (!zone) return null;
	const time = new Date(zone[1] ? value : `${value.replace(" ", "T")}Z`);
	const text = Number.isNaN(time.getTime()) ? null : time.toISOString();
	return text && /^\d/.test(text) ? text : null;
}

/** How many, e.g. tokens; nothing else is a number here. */
export function amount(value: unknown): number {
	return typeof value === "number" && value > 0 && value <= Number.MAX_SAFE_INTEGER ? value : 0;
}

/**
 * What kind of line it is, for counting: short, and no name that every object has, so that whoever counts by it in an
 * object counts right.
 */
export function kindOf(...parts: unknown[]): string {
	const kind = parts.filter((part) => typeof part === "string" && part !== "").join("/");
	return KIND.test(kind) && !(kind in Object.prototype) ? kind : "other";
}

/** A value that came as JSON, if all that handles it can: what is nested too deeply becomes a remark. */
export function shallow(value: unknown): unknown {
	return isDeep(value) ? "(nested too deeply to be kept)" : value;
}

function isDeep(value: unknown): boolean {
	let level: unknown[] = [value];
	for (let depth = 0; depth <= MAX_DEPTH; depth += 1) {
		level = level.flatMap((one) => (typeof one === "object" && one !== null ? Object.values(one) : []));
		if (level.length === 0) return false;
	}
	return true;
}

/** A short digest that tells texts of one conversation apart. */
export function digest(text: string, length = 16): string {
	return createHash("sha256").update(text).digest("base64url").slice(0, length);
}
