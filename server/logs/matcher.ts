import { stripAnsi } from "./ansi.ts";

/** Says which lines of a log are wanted. It sees them without colours. */
export interface Matcher {
	/** False when no line of this piece of text can match: a quick look at many lines at once. */
	mayMatch(text: string): boolean;
	matches(line: string): boolean;
}

/** The text itself, anywhere in a line. Its time is linear in the text, whatever a person types. */
export function containing(text: string, { ignoreCase }: { ignoreCase: boolean }): Matcher {
	const fold = (one: string) => (ignoreCase ? one.toLowerCase() : one);
	const wanted = fold(text);
	const matches = (one: string) => fold(stripAnsi(one)).includes(wanted);
	return { mayMatch: matches, matches };
}

/** For a person's own process alone: there are expressions that take for ever. */
export function matching(expression: RegExp): Matcher {
	return { mayMatch: () => true, matches: (line) => expression.test(stripAnsi(line)) };
}

export const EVERY_LINE: Matcher = { mayMatch: () => true, matches: () => true };
