"use client";

import { useState } from "react";
import type { Question } from "../../../server/contract/question.ts";
import { announce } from "../../_ui/announcer.tsx";
import { count } from "../../_words/quantity.ts";
import { clockTime } from "../../_words/time.ts";
import { type BulkPlan, bulkPlan } from "./bulk-plan.ts";
import { doneStore, remember } from "./done-store.ts";
import { type SnoozeUntil, snoozeQuestion } from "./inbox-api.ts";
import { keepRecent } from "./recent-store.ts";
import type { Selected } from "./use-selected.ts";
import type { VerdictKey } from "./verdict-keys.ts";

/** What is asked before something is done with one question or several. */
export interface Triage {
	/** What is to be put off; null: nothing is asked. */
	snoozing: readonly Question[] | null;
	plan: BulkPlan | null;
	busy: boolean;
	problem: string | null;
	askSnooze: (questions: readonly Question[]) => void;
	askBulk: (key: VerdictKey | number) => void;
	close: () => void;
	snooze: (until: SnoozeUntil) => Promise<void>;
	/** Notes what was answered together. */
	answered: (questions: Question[]) => void;
}

/** Puts off, and answers together, what is selected. `onGone`: these do not wait any more. */
export function useTriage(selected: Selected, onGone: (questions: readonly Question[]) => void): Triage {
	const [snoozing, setSnoozing] = useState<readonly Question[] | null>(null);
	const [plan, setPlan] = useState<BulkPlan | null>(null);
	const [busy, setBusy] = useState(false);
	const [problem, setProblem] = useState<string | null>(null);
	const close = () => {
		setSnoozing(null);
		setPlan(null);
		setProblem(null);
	};

	const snooze = async (until: SnoozeUntil) => {
		if (busy || !snoozing) return;
		setBusy(true);
		setProblem(null);
		const results = await Promise.allSettled(snoozing.map(({ ticket }) => snoozeQuestion(ticket, until)));
		setBusy(false);
		const put = results.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
		const failure = results.find((one) => one.status === "rejected");
		if (put.length > 0) {
			const back = put[0]?.snoozedUntil ?? Date.now(); // the same for all of them
			const words = `${namesOf(put)} ${put.length === 1 ? "comes" : "come"} back ${clockTime(back, Date.now())}.`;
			done("snooze", words, put);
			onGone(put);
		}
		if (failure?.status !== "rejected") close();
		else {
			setSnoozing(snoozing.filter(({ ticket }) => !put.some((one) => one.ticket === ticket)));
			setProblem(failure.reason instanceof Error ? failure.reason.message : String(failure.reason));
		}
	};

	const done = (kind: "answer" | "snooze", words: string, questions: readonly Question[]) => {
		keepRecent(questions);
		remember({ kind, words, questions, drafts: {} });
		selected.drop(questions);
		announce(words);
	};

	return {
		snoozing,
		plan,
		busy,
		problem,
		close,
		snooze,
		askSnooze: (questions) => setSnoozing(questions),
		askBulk: (key) => {
			const made = bulkPlan([...selected.questions.values()], key);
			if ("answers" in made) setPlan(made);
			else {
				announce(made.problem);
				doneStore.setState({ problem: made.problem });
			}
		},
		answered: (questions) => {
			done("answer", `${namesOf(questions)} ${questions.length === 1 ? "is" : "are"} answered.`, questions);
			onGone(questions);
		},
	};
}

/** As many by name as one reads. */
function namesOf(questions: readonly Question[]): string {
	const tickets = questions.map(({ ticket }) => ticket);
	return tickets.length <= 6 ? tickets.join(", ") : count(tickets.length, "question");
}
