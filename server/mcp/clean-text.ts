import { wellFormed } from "../inbox/text.ts";
import { stripAnsi } from "../logs/ansi.ts";
import { withoutHidden } from "../text/hidden-characters.ts";

/** Controls other than line feed and tab: never meant in a text for people. */
const CONTROLS = /[^\P{Cc}\t\n]/gu;

/**
 * Markdown as it is kept: without escape sequences of terminals and without control characters. Direction marks and
 * characters without width stay, because a diff may be about them; the page names them.
 */
export function cleanMarkdown(text: string): string {
	return stripAnsi(wellFormed(text).replaceAll(/\r\n?/g, "\n")).replaceAll(CONTROLS, "");
}

/** A short text as it is kept: nothing in it is unseen. Line breaks stay. */
export function cleanWords(text: string): string {
	return withoutHidden(cleanMarkdown(text)).trim();
}
