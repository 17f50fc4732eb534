import { redactAssignments } from "./assignments.ts";
import { redactKeys } from "./pem.ts";
import { MARK, redactor } from "./redactor.ts";
import { findSecrets } from "./secret-patterns.ts";
import type { Environment } from "./secret-values.ts";

/** Longer texts and lines are cut: some patterns take time that grows with the square of a line. */
const MAX_LINE = 2_000;
/** Looked at beyond the cut, so that no secret is cut in half before it is known as one. */
const MARGIN = 1_000;

/**
 * Blots out what may be secret in texts that are to be kept and shown: what `redactor` knows, values that are assigned to
 * secret-looking names, private keys, and whatever the patterns of `@secretlint` find. The texts are taken for lines that
 * follow each other, so that a key may lie across them; as many come out as went in, each at most 2,000 characters a line.
 */
export async function redactThoroughly(
	texts: readonly string[],
	environments: readonly Environment[],
): Promise<string[]> {
	const quick = redactor(...environments);
	const lines = texts.map((text) => text.split("\n"));
	const clean = redactKeys(lines.flat().map((line) => quick(line).slice(0, MAX_LINE + MARGIN))).map(redactAssignments);
	const shown = (await blotOutFound(clean)).map((line) =>
		line.length > MAX_LINE ? `${line.slice(0, MAX_LINE)}…` : line,
	);
	let from = 0;
	return lines.map(({ length }) => {
		const text = shown.slice(from, from + length).join("\n");
		from += length;
		return text;
	});
}

async function blotOutFound(lines: readonly string[]): Promise<string[]> {
	const found = await findSecrets(lines.join("\n"));
	const clean: string[] = [];
	let at = 0;
	for (const line of lines) {
		const end = at + line.length;
		const here = found.filter((range) => range.start < end && range.end > at);
		clean.push(
			cutOut(
				line,
				here.map(({ start, end }) => ({ start: Math.max(0, start - at), end: end - at })),
			),
		);
		at = end + 1;
	}
	return clean;
}

/** @param ranges in order, not overlapping */
function cutOut(line: string, ranges: readonly { start: number; end: number }[]): string {
	let clean = "";
	let at = 0;
	for (const { start, end } of ranges) {
		clean += line.slice(at, start) + MARK;
		at = end;
	}
	return clean + line.slice(at);
}
