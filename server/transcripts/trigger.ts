/** Either of them asks for a backup. A line break is not what stands between two words that belong together. */
const WORD = /bchat|backup[^\S\r\n]+chat/giu;
const HINT = /bchat|backup/i;
/** A letter or digit of any script, what is put upon one, or what joins two. */
const JOINED = String.raw`[\p{L}\p{N}\p{M}_\u200C\u200D]`;
/** Right before it: part of a longer word, of a path, an address, an option, a variable or another identifier. */
const BELONGS_BEFORE = new RegExp(
	String.raw`(?:${JOINED}|[-\u2010\u2011/\\@#$%&+~=^<>]|(?<!\.)\.|${JOINED}[:'’])$`,
	"u",
);
/** Right after it, likewise: punctuation counts as such only when no word follows it at once. */
const BELONGS_AFTER = new RegExp(
	String.raw`^(?:${JOINED}|[-\u2010\u2011.@#$%&+~=:^|?]+${JOINED}|['’]\p{L}|[/\\(=@<]|["']:|[:=]["'\d[{/]|::)`,
	"u",
);
/** What a whole message may have beside the word. */
const ALONE = /^(?:bchat|backup[^\S\r\n]+chat)[\s.,;:!?…。，！？]*$/iu;
const QUOTED = /^["'`“”„«»]+(.*?)["'`“”„«»]+$/u;
/** Longer than any message that is nothing but the word. */
const MAX_ALONE = 100;
/** A block of code, also one that is never closed. */
const FENCE = /^[^\S\n]{0,20}(`{3,20}|~{3,20})[^\n]*\n(?:[\s\S]*?^[^\S\n]{0,20}\1|[\s\S]*)/gmu;
const CODE = /(`{1,5})(?!`)[^\n]*?\1(?!`)/g;
/** So much around a word is looked at: longer addresses, and code that begins earlier in a line, are rare. */
const AROUND = 400;
/** Of a longer text only so much of its beginning and its end was typed, if anything: the rest is a paste, as long as it likes. */
const LOOKED_AT = 100_000;

/**
 * Whether a message that the person typed asks for a backup: `bchat` or `backup chat`, in any case, as a word of its own.
 * `whole`: the message is nothing else, but for punctuation after it. What stands in a path, an address, an identifier, in
 * another word or in code asks for nothing.
 */
export function triggerOf(text: string): "word" | "whole" | null {
	if (!HINT.test(text)) return null;
	const message = withoutFormat(text).trim();
	if (message.length < MAX_ALONE) {
		if (ALONE.test(message)) return "whole";
		if (ALONE.test(QUOTED.exec(message)?.[1]?.trim() ?? "")) return "word";
	}
	const prose = message.replace(FENCE, "\n");
	if (prose.length <= 2 * LOOKED_AT) return inProse(prose);
	return inProse(prose.slice(0, LOOKED_AT)) ?? inProse(prose.slice(-LOOKED_AT));
}

function inProse(prose: string): "word" | null {
	for (const match of prose.matchAll(WORD)) if (standsFree(prose, match.index, match[0].length)) return "word";
	return null;
}

/** Without marks of direction and width, which nobody sees; the two that join letters stay. */
function withoutFormat(text: string): string {
	return text.replace(/(?![\u200C\u200D])\p{Cf}/gu, "");
}

function standsFree(text: string, at: number, length: number): boolean {
	const from = Math.max(0, at - AROUND);
	const before = text.slice(from, at);
	const after = text.slice(at + length, at + length + AROUND);
	if (BELONGS_BEFORE.test(before.slice(-4)) || BELONGS_AFTER.test(after.slice(0, 8))) return false;
	// The rest of what has no space in it: an address or a path may end and begin with anything.
	const [left, right] = [before.slice(endOfSpace(before)), /^\S*/.exec(after)?.[0] ?? ""];
	if (/[/\\]|^www\./i.test(left) || /[/\\]/.test(right)) return false;
	return !isCode(text.slice(from, at + length + AROUND), at - from);
}

/** Where the last part without spaces begins. */
function endOfSpace(text: string): number {
	for (let at = text.length; at > 0; at -= 1) if (/\s/.test(text.charAt(at - 1))) return at;
	return 0;
}

function isCode(text: string, at: number): boolean {
	const start = text.lastIndexOf("\n", at) + 1;
	const end = text.indexOf("\n", at);
	const line = text.slice(start, end < 0 ? undefined : end);
	for (const span of line.matchAll(CODE))
		if (span.index < at - start && span.index + span[0].length > at - start) return true;
	return false;
}
