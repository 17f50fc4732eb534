import type { Question } from "../../../server/contract/question.ts";

/** A page of the API's lists. */
export interface ListPage {
	questions: Question[];
	next: string | null;
}

/**
 * A list whose first page was read again: what the page knows better replaces what was known, and what was loaded after it
 * stays. When the two do not touch any more, the page alone is true.
 */
export function refreshed(known: ListPage, page: ListPage): ListPage {
	const last = page.questions.at(-1)?.ticket;
	if (page.next === null || last === undefined) return page;
	const at = known.questions.findIndex(({ ticket }) => ticket === last);
	if (at === -1 || at === known.questions.length - 1) return page;
	const fresh = new Set(page.questions.map(({ ticket }) => ticket));
	const rest = known.questions.slice(at + 1).filter(({ ticket }) => !fresh.has(ticket));
	return { questions: [...page.questions, ...rest], next: known.next };
}

/** The same with another page at its end. */
export function extended(known: ListPage, page: ListPage): ListPage {
	const tickets = new Set(known.questions.map(({ ticket }) => ticket));
	const more = page.questions.filter(({ ticket }) => !tickets.has(ticket));
	return { questions: [...known.questions, ...more], next: page.next };
}

/** Of what several sources say of one question, what is newest. */
export function newest(...versions: (Question | null | undefined)[]): Question | null {
	let best: Question | null = null;
	for (const one of versions) if (one && (best === null || one.version > best.version)) best = one;
	return best;
}
