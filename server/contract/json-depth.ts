/**
 * Levels of lists and objects within each other that are taken from outside. What Nightshift is sent has a handful;
 * thousands would only serve to overflow the stack of whatever walks through them.
 */
export const MAX_JSON_DEPTH = 64;

/** Why such a value is refused, as part of a sentence. */
export const TOO_DEEP = `it is nested more than ${MAX_JSON_DEPTH} levels deep`;

/** Whether a parsed JSON value is nested too deep to be worked on. Recurses nowhere, so that no value can harm it. */
export function isTooDeep(value: unknown): boolean {
	let level = [value].filter(isNest);
	for (let depth = 0; level.length > 0; depth += 1) {
		if (depth === MAX_JSON_DEPTH) return true;
		level = level.flatMap((nest) => Object.values(nest).filter(isNest));
	}
	return false;
}

/**
 * The same of JSON that is not parsed yet, in UTF-8: the deepest level that its brackets open. Of what is no JSON it says
 * whatever the brackets say; parsing it will fail.
 */
export function isJsonTooDeep(json: Uint8Array): boolean {
	let depth = 0;
	for (let at = 0; at < json.length; at += 1) {
		const byte = json[at];
		if (byte === QUOTE) at = endOfString(json, at);
		else if (byte === OPEN_LIST || byte === OPEN_OBJECT) depth += 1;
		else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth -= 1;
		if (depth > MAX_JSON_DEPTH) return true;
	}
	return false;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** The place of the quote that ends the string begun at `start`; the end of the text when none does. */
function endOfString(json: Uint8Array, start: number): number {
	let at = start + 1;
	while (at < json.length && json[at] !== QUOTE) at += json[at] === BACKSLASH ? 2 : 1;
	return at;
}

function isNest(value: unknown): value is object {
	return typeof value === "object" && value !== null;
}
