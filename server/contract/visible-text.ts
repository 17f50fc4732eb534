/**
 * A piece of text as it can be trusted on the screen. `hidden` names the characters of a run that would not show
 * themselves, in a few words however long the run is: `U+202E`, `U+202E ×300000`.
 */
export interface Piece {
	text: string;
	hidden: string | null;
}

/** Complete CSI and OSC sequences: colours, cursor moves and links of terminal output. */
const ANSI = /(?:\u001B\[|\u009B)[0-?]*[ -/]*[@-~]|\u001B\][^\u0007\u001B\n]*(?:\u0007|\u001B\\)/g;

/** Controls, and the characters that reorder text ("Trojan Source"): never meant in a sentence. */
const UNSAFE = "\\u0000-\\u0008\\u000B-\\u001F\\u007F-\\u009F\\u061C\\u202A-\\u202E\\u2066-\\u2069\\uFFF9-\\uFFFB";
/**
 * Characters without width or look: fine in prose (emoji need the joiner), a disguise in a command. What chooses between two
 * looks of the character before it is left alone.
 */
const UNSEEN = "\\p{Default_Ignorable_Code_Point}\\u2028\\u2029\\u2800";
const CHOICE_OF_LOOK = "\\uFE0E\\uFE0F";
/** Look like a space, and are none to a shell: `rm\u00A0x` is one word. */
const ODD_SPACES = "\\u00A0\\u1680\\u2000-\\u200A\\u202F\\u205F\\u3000";

/** Accents on one letter: no script has so many, and thousands would cover the page around it. */
const PILE = "\\p{M}{10,}";

type Mode = "prose" | "code";

const HIDDEN: Record<Mode, RegExp> = {
	prose: new RegExp(`[${UNSAFE}]+|${PILE}`, "gu"),
	code: new RegExp(`(?:(?![${CHOICE_OF_LOOK}])[${UNSAFE}${UNSEEN}${ODD_SPACES}])+|${PILE}`, "gu"),
};

/** A run of hidden characters is described by at most this many names. */
const NAMES = 4;

/**
 * Splits text that came from outside so that nothing in it can disguise the rest: control and bidirectional characters, and
 * piles of accents, become pieces that name themselves. Line feeds and tabs stay; a carriage return before a line feed is part of the
 * line's end. In `prose` the escape sequences of terminals are dropped. In `code`, for commands, nothing at all is
 * dropped, because what is dropped would still run; characters without width and spaces that a shell takes for letters are
 * named as well. Time and pieces are linear in the text; a run of hidden characters is one piece. After about `most` pieces
 * the rest is one, in which hidden characters are named in the words.
 */
export function visiblePieces(text: string, mode: Mode = "prose", most = Number.POSITIVE_INFINITY): Piece[] {
	const shown = withoutEscapes(text, mode);
	const pieces: Piece[] = [];
	let from = 0;
	for (const match of shown.matchAll(HIDDEN[mode])) {
		if (pieces.length >= most) break;
		if (match.index > from) pieces.push({ text: shown.slice(from, match.index), hidden: null });
		pieces.push({ text: match[0], hidden: nameOf(match[0]) });
		from = match.index + match[0].length;
	}
	if (from < shown.length) pieces.push({ text: named(shown.slice(from), mode), hidden: null });
	return pieces;
}

/** The same as one string, for titles and labels of attributes. */
export function visibleText(text: string, mode: Mode = "prose"): string {
	return named(withoutEscapes(text, mode), mode);
}

function withoutEscapes(text: string, mode: Mode): string {
	const lines = text.replaceAll("\r\n", "\n");
	return mode === "code" ? lines : lines.replace(ANSI, "");
}

function named(text: string, mode: Mode): string {
	return text.replace(HIDDEN[mode], (run) => `⟦${nameOf(run)}⟧`);
}

/** Each kind of character that would hide in the text, by its number, in the order in which they come. */
export function hiddenKinds(text: string, mode: Mode = "prose"): string[] {
	const runs = withoutEscapes(text, mode).match(HIDDEN[mode]) ?? [];
	const kinds = new Set<string>();
	for (const run of runs) for (const character of run) kinds.add(character);
	return [...kinds].map(codeOf);
}

/** What a run consists of: the first few characters with how often each is repeated, and how many follow. */
function nameOf(run: string): string {
	const names: string[] = [];
	let at = 0;
	while (at < run.length && names.length < NAMES) {
		const character = String.fromCodePoint(run.codePointAt(at) ?? 0);
		let end = at;
		while (run.startsWith(character, end)) end += character.length;
		const count = (end - at) / character.length;
		names.push(count === 1 ? codeOf(character) : `${codeOf(character)} ×${count}`);
		at = end;
	}
	const rest = [...run.slice(at)].length;
	return rest > 0 ? `${names.join(" ")} and ${rest} more` : names.join(" ");
}

function codeOf(character: string): string {
	return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
