import type { Problem } from "../../server/contract/state.ts";

/** Problems that are worth a word to somebody who does not look: what daemons do, a full disk, a log that gets lost. */
const ALERTING = /^(?:alert:|disk$|log-file:)/;

/** How one is known again: one that has become worse is news. */
export function alertKey({ id, severity }: Problem): string {
	return `${id} ${severity}`;
}

/** Those of the problems that are news: worth an alert, and not yet known. */
export function newAlerts(problems: readonly Problem[], known: ReadonlySet<string>): Problem[] {
	return problems.filter((problem) => ALERTING.test(problem.id) && !known.has(alertKey(problem)));
}
