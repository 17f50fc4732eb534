/**
 * A JSON value whose texts can be stored: half a surrogate pair (left by a cut in the middle of an emoji) is no text in
 * UTF-8 and becomes U+FFFD. Everything else, control and direction characters included, stays as it is.
 */
export function wellFormed<T>(value: T): T {
	return repair(value) as T;
}

function repair(value: unknown): unknown {
	if (typeof value === "string") return value.replace(/\p{Surrogate}/gu, "\uFFFD");
	if (Array.isArray(value)) return value.map(repair);
	if (typeof value !== "object" || value === null || value instanceof Date) return value;
	return Object.fromEntries(Object.entries(value).map(([key, one]) => [wellFormed(key), repair(one)]));
}

/** `Too big: expected …` of a schema's message, fit for the middle of a sentence. */
export function inSentence(message: string): string {
	return message.charAt(0).toLowerCase() + message.slice(1).replace(/\.$/, "");
}
