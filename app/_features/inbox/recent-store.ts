import { createStore } from "zustand/vanilla";
import type { Question } from "../../../server/contract/question.ts";

/** So many are remembered: what was done in the last minutes. */
const KEPT = 300;

/** Questions as the dashboard confirmed them to this page: known before a list is read again. */
export const recentStore = createStore<{ byTicket: Readonly<Record<string, Question>> }>(() => ({ byTicket: {} }));

export function keepRecent(questions: readonly Question[]): void {
	recentStore.setState(({ byTicket }) => {
		const kept = new Map(Object.entries(byTicket));
		for (const one of questions) {
			kept.delete(one.ticket);
			kept.set(one.ticket, one);
		}
		return { byTicket: Object.fromEntries([...kept].slice(-KEPT)) };
	});
}
