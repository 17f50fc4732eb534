import { hiddenKinds } from "../../contract/visible-text.ts";

/** Blanks in a row that push what follows out of sight; deeply indented code has fewer. */
const WIDE_GAP = 40;
/** Empty lines in a row that do so; paragraphs have one or two. */
const HIGH_GAP = 8;
/** Lines that fit on a screen. */
const MANY_LINES = 40;
/** Hidden characters that are named before the rest is counted. */
const NAMED = 8;

const BLANKS = new RegExp(`[^\\S\\n]{${WIDE_GAP},}`, "g");

/**
 * What a person must know of a command before they allow it, each as the end of a sentence about it: that a part of it
 * may be out of their sight, and that it holds what cannot be seen. Empty for a command that is what it looks like. In time linear in its length.
 */
export function warningsAbout(command: string): string[] {
	const text = command.replaceAll("\r\n", "\n").trimEnd();
	const wide = widestGap(text);
	const high = highestGap(text);
	const lines = text.split("\n").length;
	const hidden = hiddenKinds(text, "code");
	return [
		wide > 0 && `has a gap of ${wide} blanks within a line, and goes on after that`,
		high >= HIGH_GAP && `has a gap of ${high} empty lines, and goes on after that`,
		lines > MANY_LINES && `has ${lines} lines, and all of them would run`,
		hidden.length > 0 &&
			`has characters that are not shown (${listed(hidden)}), so it may do something else than it seems`,
	].filter((warning) => warning !== false);
}

/** At the end of a line blanks hide nothing. */
function widestGap(text: string): number {
	let widest = 0;
	for (const { 0: blanks, index } of text.matchAll(BLANKS)) {
		if (text.charAt(index + blanks.length) !== "\n") widest = Math.max(widest, blanks.length);
	}
	return widest;
}

function highestGap(text: string): number {
	let highest = 0;
	let empty = 0;
	for (const line of text.split("\n")) {
		empty = line.trim() === "" ? empty + 1 : 0;
		highest = Math.max(highest, empty);
	}
	return highest;
}

function listed(kinds: readonly string[]): string {
	const named = kinds.slice(0, NAMED).join(", ");
	return kinds.length > NAMED ? `${named} and ${kinds.length - NAMED} others` : named;
}
