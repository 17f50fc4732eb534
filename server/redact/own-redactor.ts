import { compileOwnPattern } from "./own-patterns.ts";
import type { RecordRedactor } from "./record-redactor.ts";
import { MARK } from "./redactor.ts";

/** Blots out what a person's own regular expressions describe as well. @throws Error when one of them is none */
export function withOwnPatterns(redact: RecordRedactor, patterns: readonly string[]): RecordRedactor {
	if (patterns.length === 0) return redact;
	const own = patterns.map(compileOwnPattern);
	return async (texts) => {
		const clean = await redact(texts);
		let { found } = clean;
		const all = clean.texts.map((text) => {
			const without = own.reduce((rest, pattern) => pattern.replaceAll(rest, MARK), text);
			if (without !== text) found += 1;
			return without;
		});
		return { texts: all, found };
	};
}
