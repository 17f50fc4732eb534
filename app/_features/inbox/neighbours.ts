interface Numbered {
	ticket: string;
}

/**
 * The ticket before or after `from` in a list that may have lost it meanwhile (somebody answered it): then the one that
 * now stands where it stood. Stays at the ends; null only when the list is empty.
 */
export function neighbour(list: readonly Numbered[], from: string | null, step: 1 | -1): string | null {
	if (list.length === 0) return null;
	const index = list.findIndex((one) => one.ticket === from);
	if (index !== -1) return list[clamp(index + step, list.length)]?.ticket ?? null;
	const place = placeOf(list, from);
	return list[clamp(step === 1 ? place : place - 1, list.length)]?.ticket ?? null;
}

/** Where to go on after `answered`: what followed it, else what came before, else nowhere. */
export function nextAfter(list: readonly Numbered[], answered: string): string | null {
	const others = list.filter((one) => one.ticket !== answered);
	return others.length === 0 ? null : neighbour(others, answered, 1);
}

/** Where it stood in a list in the order of asking. */
function placeOf(list: readonly Numbered[], ticket: string | null): number {
	if (ticket === null) return 0;
	const after = list.findIndex((one) => number(one.ticket) > number(ticket));
	return after === -1 ? list.length : after;
}

function number(ticket: string): number {
	return Number(ticket.replace(/^\D+/, ""));
}

function clamp(index: number, length: number): number {
	return Math.min(Math.max(index, 0), length - 1);
}
