/** A part of a text: from, to. */
export interface Spot {
	start: number;
	end: number;
}

/** Of a line that is very long, so much before and after what was found is looked at. */
const BEFORE = 500;
const AFTER = 4_000;
/** A token is never left half looked at. */
const WORD_REST = /[\w./+=-]{0,20000}/y;

/**
 * The lines in which a hint is, as parts of the text that do not overlap, in order. Of the line after it too where `andNext`
 * says so.
 */
export function spotsOf(text: string, hints: readonly RegExp[], andNext: RegExp): Spot[] {
	const spots: Spot[] = [];
	for (const hint of hints) {
		let last: Spot | null = null;
		for (const { index, 0: found } of text.matchAll(hint)) {
			if (last && index + found.length + AFTER / 4 < last.end) continue;
			last = spotAround(text, index, index + found.length, andNext.test(found));
			spots.push(last);
		}
	}
	return merged(spots);
}

function spotAround(text: string, from: number, to: number, withNext: boolean): Spot {
	const before = text.slice(Math.max(0, from - BEFORE), from);
	let end = lineEnd(text, to);
	if (withNext && text[end] === "\n") end = lineEnd(text, end + 1);
	return { start: from - before.length + before.lastIndexOf("\n") + 1, end };
}

/** The end of the line, or of what stands without a space where it is too far away. */
function lineEnd(text: string, from: number): number {
	const after = text.slice(from, from + AFTER);
	const end = after.indexOf("\n");
	if (end >= 0) return from + end;
	const cut = from + after.length;
	WORD_REST.lastIndex = cut;
	return cut + (WORD_REST.exec(text)?.[0].length ?? 0);
}

function merged(spots: Spot[]): Spot[] {
	const apart: Spot[] = [];
	for (const spot of spots.sort((a, b) => a.start - b.start)) {
		const last = apart.at(-1);
		if (last && spot.start <= last.end) last.end = Math.max(last.end, spot.end);
		else apart.push({ ...spot });
	}
	return apart;
}
