import {
	ara,
	bul,
	ces,
	dan,
	deu,
	ell,
	eng,
	fas,
	fin,
	fra,
	heb,
	hin,
	hun,
	ind,
	ita,
	jpn,
	kor,
	nld,
	nob,
	pol,
	por,
	ron,
	rus,
	slk,
	spa,
	swe,
	tur,
	ukr,
	vie,
	zho,
} from "stopword";

/** The languages whose small words are known; English first. */
const LANGUAGES = [
	eng,
	deu,
	fra,
	spa,
	ita,
	por,
	nld,
	swe,
	dan,
	nob,
	fin,
	pol,
	ces,
	slk,
	hun,
	ron,
	rus,
	ukr,
	bul,
	ell,
	tur,
	ara,
	heb,
	fas,
	hin,
	ind,
	vie,
	jpn,
	zho,
	kor,
] as unknown as readonly string[][];

/** What is said in any conversation with an assistant, and tells nothing of this one. */
const SMALL_TALK = new Set(
	(
		"bchat backup redacted please thanks thank hello okay yes not let let's will shall now then also just want need " +
		"don't doesn't isn't it's i'll i'm i've you're we'll can't won't here's that's there's does did done " +
		"bitte danke und ist das ich nicht merci por favor gracias one two first next see say tell show give go going back " +
		"new old good right without within again once than when whether because per via etc e.g i.e using used use uses " +
		"http https www com"
	).split(" "),
);

/** How many of the small words must be of a second language for it to count. */
const SHARE = 0.4;

const ENGLISH = 0;

let known: Map<string, number[]> | null = null;

/** By word: the languages in which it is a small one, as positions in LANGUAGES. */
function smallWords(): Map<string, number[]> {
	if (known) return known;
	known = new Map();
	for (const [index, language] of LANGUAGES.entries()) {
		for (const word of language) {
			const key = word.toLowerCase().normalize("NFC");
			known.set(key, [...(known.get(key) ?? []), index]);
		}
	}
	return known;
}

/**
 * Which words of a text are small ones, judged by the languages it is written in: `die` is one in German and none in
 * English.
 *
 * @param counts how often each word occurs, in lower case
 */
export function smallWordsIn(counts: Iterable<readonly [string, number]>): (word: string) => boolean {
	const words = smallWords();
	const hits = LANGUAGES.map(() => 0);
	for (const [word, count] of counts) {
		for (const language of words.get(word) ?? []) hits[language] = (hits[language] ?? 0) + count;
	}
	const most = Math.max(...hits);
	const spoken = new Set(hits.flatMap((count, index) => (most > 0 && count >= most * SHARE ? [index] : [])));
	spoken.add(ENGLISH); // names of commands and settings are in it, whatever language is spoken
	return (word) => SMALL_TALK.has(word) || (words.get(word)?.some((language) => spoken.has(language)) ?? false);
}
