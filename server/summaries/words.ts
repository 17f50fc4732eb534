/** Words as they are written, also with what holds names together: `chat-monitor`, `config.json`, `don’t`, `NODE_ENV`. */
const WORD = /[\p{L}\p{N}_][\p{L}\p{N}\p{M}_]*(?:[-.'’][\p{L}\p{N}_][\p{L}\p{N}\p{M}_]*)*/gu;
/** Scripts that put no spaces between words: whatever is written in them is cut by a dictionary. */
const UNSPACED =
	/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー々]+/gu;
const HAS_UNSPACED = new RegExp(UNSPACED.source, "u");

/** Longer ones are ids, encoded data, or paths. */
const LONGEST = 40;

let dictionary: Intl.Segmenter | null = null;

/** The words of a text, as they are written. Takes time linear in its length. */
export function* wordsOf(text: string): Generator<string> {
	for (const [word] of text.normalize("NFC").matchAll(WORD)) {
		if (!HAS_UNSPACED.test(word)) yield word;
		else yield* cutWords(word);
	}
}

function* cutWords(run: string): Generator<string> {
	dictionary ??= new Intl.Segmenter("ja", { granularity: "word" });
	let at = 0;
	for (const part of run.matchAll(UNSPACED)) {
		if (part.index > at) yield run.slice(at, part.index);
		for (const { segment, isWordLike } of dictionary.segment(part[0])) if (isWordLike) yield segment;
		at = part.index + part[0].length;
	}
	if (at < run.length) yield run.slice(at);
}

/** Whether a word is of a script that puts no spaces between words. */
export function isUnspaced(word: string): boolean {
	return HAS_UNSPACED.test(word);
}

/** Whether a word may say what a text is about: no single letter, no bare number, no id. */
export function isTelling(word: string): boolean {
	if (word.length > LONGEST || !/\p{L}/u.test(word)) return false;
	if (isUnspaced(word)) return word.length >= 2;
	return word.length >= 3 && !isId(word);
}

/** Hexadecimal digests, UUIDs, and other strings of letters and digits at random. */
function isId(word: string): boolean {
	if (/^[0-9a-f]{7,}$/i.test(word) && /\d/.test(word)) return true;
	if (/^[0-9a-f]{8}-[0-9a-f]{4}/i.test(word)) return true;
	return (word.match(/\d/g)?.length ?? 0) > 4;
}
