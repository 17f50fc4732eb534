const HIDDEN = /[\p{Cf}\p{Co}\p{Cn}\u2028\u2029]|[^\P{Cc}\t\n]/gu;

/**
 * The characters of a text that a reader does not see, or that change the order in which the rest is seen, as `U+202E`:
 * a command must not look different from what it does.
 */
export function hiddenCharacters(text: string): string[] {
	const found = new Set(text.match(HIDDEN));
	return [...found].map((char) => `U+${char.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0")}`);
}

/** The text as it is seen, for titles. */
export function withoutHidden(text: string): string {
	return text.replaceAll(HIDDEN, "");
}
