import { createRequire } from "node:module";

/** Finds what a person's own regular expression describes, in time that grows only with the text. */
export interface OwnPattern {
	/** Whether it is anywhere in the text. */
	test(text: string): boolean;
	/** The text with every place of it replaced. */
	replaceAll(text: string, replacement: string): string;
}

let engine: typeof import("re2js") | undefined;

/**
 * A regular expression of the person's own, as RE2 has it: no pattern takes for ever, because what could (looking around,
 * referring back) is no part of it. Loaded when the first one is needed: all commands read config.json, few have patterns.
 *
 * @throws Error that says what is wrong with the pattern
 */
export function compileOwnPattern(pattern: string): OwnPattern {
	engine ??= createRequire(import.meta.url)("re2js") as typeof import("re2js");
	const compiled = engine.RE2JS.compile(pattern);
	return {
		test: (text) => compiled.test(text),
		replaceAll: (text, replacement) => compiled.matcher(text).replaceAll(replacement),
	};
}
