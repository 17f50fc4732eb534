import type { ListedTurn, TurnPage } from "../../../server/contract/conversations.ts";

/** More than this are not kept in the page: what is far out of sight is read again when it is wanted. */
export const MOST = 600;
/** So many at the end may still change: what a tool puts out comes after it, and others may come in between. */
const UNSETTLED = 30;

/** A stretch of a conversation without gaps, in the order of times. */
export interface Window {
	turns: readonly ListedTurn[];
	/** There are earlier ones than the first, and later ones than the last. */
	older: boolean;
	newer: boolean;
}

/** With a page of what came before. */
export function withOlder(known: Window, page: TurnPage): Window {
	const ids = idsOf(known);
	const all = [...page.turns.filter(({ id }) => !ids.has(id)), ...known.turns];
	return { turns: all.slice(0, MOST), older: page.older, newer: known.newer || all.length > MOST };
}

/** With a page of what came after. */
export function withNewer(known: Window, page: TurnPage): Window {
	const ids = idsOf(known);
	const all = [...known.turns, ...page.turns.filter(({ id }) => !ids.has(id))];
	return { turns: all.slice(-MOST), older: known.older || all.length > MOST, newer: page.newer };
}

/** The last turn that is taken as it is when the end is read again; null: all of it is. */
export function settledTo({ turns }: Window): number | null {
	return turns.at(-1 - UNSETTLED)?.id ?? null;
}

/** With the end as it is now: all that comes after a turn. Turns that look the same stay the same objects. */
export function withEnd(known: Window, after: number | null, page: TurnPage): Window {
	const kept = after === null ? [] : known.turns.slice(0, known.turns.findIndex(({ id }) => id === after) + 1);
	const before = new Map(known.turns.map((turn) => [turn.id, turn]));
	const end = page.turns.map((turn) => sameOr(before.get(turn.id), turn));
	const all = [...kept, ...end];
	const older = (after === null ? page.older : known.older) || all.length > MOST;
	return { turns: all.slice(-MOST), older, newer: page.newer };
}

function sameOr(before: ListedTurn | undefined, now: ListedTurn): ListedTurn {
	return before && JSON.stringify(before) === JSON.stringify(now) ? before : now;
}

function idsOf({ turns }: Window): Set<number> {
	return new Set(turns.map(({ id }) => id));
}
