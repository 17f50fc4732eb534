const HIDDEN = /[\p{Cf}\p{Co}\p{Cn}\u2028\u2029]|[^\P{Cc}\t\n]/gu;

/** The text without what a reader does not see, or what changes the order in which the rest is seen: for titles. */
export function withoutHidden(text: string): string {
	return text.replaceAll(HIDDEN, "");
}
