/** A text with wildcards, as the pieces between them: one piece is the whole text. */
export type Wildcards = readonly string[];

/** Reads `*` as anything, `\*` as a star, `\\` as a backslash; before anything else a backslash is itself. */
export function readWildcards(text: string): Wildcards {
	const pieces = [""];
	for (const [token] of text.matchAll(/\\[\\*]|./gsu)) {
		if (token === "*") pieces.push("");
		else pieces[pieces.length - 1] += token.length > 1 && token.startsWith("\\") ? token.slice(1) : token;
	}
	return pieces;
}

/** What `readWildcards` reads as exactly this text. */
export function writeLiteral(text: string): string {
	return text.replaceAll(/[\\*]/g, "\\$&");
}

/** Without the blanks around it: those of a shell, and no others, for any other is a part of a word. */
export function trimmed(text: string): string {
	let [start, end] = [0, text.length];
	while (start < end && isBlank(text[start])) start++;
	while (end > start && isBlank(text[end - 1])) end--;
	return text.slice(start, end);
}

function isBlank(character: string | undefined): boolean {
	return character === " " || character === "\t" || character === "\n";
}

/** Whether the whole text fits; in time linear in it for each piece. */
export function fits(pieces: Wildcards, text: string): boolean {
	const [first = "", ...others] = pieces;
	const last = others.pop();
	if (last === undefined) return text === first;
	if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
	const end = text.length - last.length;
	let from = first.length;
	for (const piece of others) {
		const at = text.indexOf(piece, from);
		if (at < 0 || at + piece.length > end) return false;
		from = at + piece.length;
	}
	return true;
}
