import { MARK } from "./redactor.ts";

const BEGIN = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/;
const END = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/;
/** A line of a key: base64 to its end, whatever a logger has put before it; or one of its headers. */
const KEY_LINE =
	/(?:^|[\s"'|:>→-])(?:[A-Za-z0-9+/]{16,}={0,2}|[A-Za-z0-9+/]{2,}={1,2})["',]?\r?$|^(?:Proc-Type|DEK-Info|Version|Comment): |^\s*$/;
/** The longest key anybody uses has a tenth of this. */
const MAX_LINES = 500;

/**
 * Blots out private keys in PEM form that lie across lines, also one of which only the beginning or only the end is here:
 * the end of a log may begin in the middle of a key. As many lines come out as went in.
 */
export function redactKeys(lines: readonly string[]): string[] {
	const clean = [...lines];
	for (let at = 0; at < clean.length; at += 1) {
		const line = clean[at] ?? "";
		if (BEGIN.test(line)) at = blotOutFrom(clean, at);
		else if (END.test(line)) blotOutBefore(clean, at);
	}
	return clean;
}

/** @returns the last line that was part of the key */
function blotOutFrom(lines: string[], begin: number): number {
	const first = lines[begin] ?? "";
	const start = first.search(BEGIN);
	const sameLine = END.exec(first.slice(start));
	if (sameLine) {
		const end = start + sameLine.index + sameLine[0].length;
		lines[begin] = first.slice(0, start) + MARK + first.slice(end);
		return begin - 1; // another may follow in this very line
	}
	lines[begin] = first.slice(0, start) + MARK;
	for (let at = begin + 1; at < Math.min(lines.length, begin + MAX_LINES); at += 1) {
		const line = lines[at] ?? "";
		const end = END.exec(line);
		if (end) {
			lines[at] = MARK + line.slice(end.index + end[0].length);
			return at;
		}
		if (!KEY_LINE.test(line)) return at - 1;
		lines[at] = MARK;
	}
	return lines.length;
}

/** What stands before an end whose beginning is not here. */
function blotOutBefore(lines: string[], end: number): void {
	const last = lines[end] ?? "";
	const found = END.exec(last);
	lines[end] = MARK + last.slice((found?.index ?? 0) + (found?.[0].length ?? 0));
	for (let at = end - 1; at >= 0 && at > end - MAX_LINES; at -= 1) {
		if (!KEY_LINE.test(lines[at] ?? "")) return;
		lines[at] = MARK;
	}
}
