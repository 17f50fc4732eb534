import { plainText } from "../inline-text.ts";

const MARKUP = /[\\`*_[\]<>&!]/g;

/** A person's words as inline Markdown that is read as just these words. */
export function inline(words: string): string {
	const text = words.replace(/\s+/g, " ").trim();
	return plainText(text) === text ? text : text.replace(MARKUP, "\\$&");
}
