import { smallWordsIn } from "./stop-words.ts";
import { isTelling, isUnspaced, wordsOf } from "./words.ts";

/** Different words that are counted at the same time: the rarest give way to new ones. */
const MOST_WORDS = 20_000;
/** One long text must not outweigh the rest of a conversation. */
const MOST_IN_A_TURN = 3;
const HOW_MANY = 12;

interface Count {
	/** As it was written first, or most lately in capitals of its own (`SQLite`). */
	shown: string;
	/** Occurrences, at most three a turn, each as heavy as who said it. */
	weight: number;
	times: number;
}

/** Counts words while a conversation goes by; memory stays bounded, however long it is. */
export class KeywordCounter {
	private readonly counts = new Map<string, Count>();

	/** @param weight how much what was said here tells of the whole; from 1 */
	add(text: string, weight: number): void {
		const here = new Map<string, number>();
		for (const word of wordsOf(text)) {
			const key = word.toLowerCase();
			const before = here.get(key) ?? 0;
			if (before < MOST_IN_A_TURN) here.set(key, before + 1);
			const count = this.counts.get(key);
			if (count) {
				count.times += 1;
				if (before < MOST_IN_A_TURN) count.weight += weight;
				if (word !== key && word !== count.shown && isNameLike(word) && !isNameLike(count.shown)) count.shown = word;
			} else this.counts.set(key, { shown: word, weight, times: 1 });
		}
		if (this.counts.size > MOST_WORDS) this.forgetRare();
	}

	/** The most telling words, at most twelve, the first best. */
	top(limit: number = HOW_MANY): string[] {
		const isSmall = smallWordsIn([...this.counts].map(([key, { times }]) => [key, times] as const));
		const telling = [...this.counts].filter(([key]) => isTelling(key) && !isSmall(key));
		// Sorting is stable: of two that weigh the same, the one that was said first.
		const best = telling.sort(([a, one], [b, other]) => scoreOf(b, other) - scoreOf(a, one)).slice(0, limit);
		return best.map(([, { shown }]) => shown);
	}

	/** Half of them go, those that weigh least; of these, the latest. */
	private forgetRare(): void {
		const byWeight = [...this.counts].sort(([, a], [, b]) => b.weight - a.weight);
		for (const [key] of byWeight.slice(MOST_WORDS / 2)) this.counts.delete(key);
	}
}

/** Long words say more than short ones; of scripts without spaces a letter says as much as three. */
function scoreOf(word: string, { weight }: Count): number {
	return weight * Math.min(2, 0.7 + (isUnspaced(word) ? word.length * 3 : word.length) / 12);
}

/** Written in capitals within: `SQLite`, `NODE_ENV`. */
function isNameLike(word: string): boolean {
	return /\p{L}\p{Lu}/u.test(word);
}
