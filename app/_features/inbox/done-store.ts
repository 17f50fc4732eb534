import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { Question } from "../../../server/contract/question.ts";
import { visibleText } from "../../../server/contract/visible-text.ts";
import { announce } from "../../_ui/announcer.tsx";
import { count } from "../../_words/quantity.ts";
import { answerText } from "../../_words/question-words.ts";
import { changeDraft, type Draft } from "./draft.ts";
import { snoozeQuestion, undoAnswer } from "./inbox-api.ts";
import { keepRecent } from "./recent-store.ts";
import { forgetAttempt } from "./send-answer.ts";

/** Something that was done here, and how long it can be undone. */
export interface Done {
	id: number;
	kind: "answer" | "snooze";
	/** What was done, in one sentence. */
	words: string;
	/** As the dashboard confirmed them. */
	questions: readonly Question[];
	/** What stood in the answer's form, to be put back. */
	drafts: Readonly<Record<string, Draft>>;
}

/** So much of what was done is remembered. */
const REMEMBERED = 50;

interface Undoing {
	/** Newest last. */
	done: readonly Done[];
	/** The one that is being undone. */
	undoing: number | null;
	/** Why the last undo came to nothing. */
	problem: string | null;
}

export const doneStore = createStore<Undoing>(() => ({ done: [], undoing: null, problem: null }));

export function useLastDone(): Done | null {
	return useStore(doneStore, ({ done }) => done.at(-1) ?? null);
}

export function useUndoing(): Pick<Undoing, "undoing" | "problem"> {
	const undoing = useStore(doneStore, (state) => state.undoing);
	const problem = useStore(doneStore, (state) => state.problem);
	return { undoing, problem };
}

let lastId = 0;

export function remember(done: Omit<Done, "id">): void {
	lastId += 1;
	const entry = { ...done, id: lastId };
	doneStore.setState((state) => ({ done: [...state.done, entry].slice(-REMEMBERED), problem: null }));
}

/** Notes an answer that was given on a page, with what stood in its form. */
export function rememberAnswer(question: Question, draft: Draft): void {
	keepRecent([question]);
	const words = `${question.ticket} is answered: ${answerText(question, question.answer)}`;
	remember({ kind: "answer", words, questions: [question], drafts: { [question.ticket]: draft } });
}

/** Until when it can be undone, in unix milliseconds: for ever (a snooze), or 0 when the asker has it. */
export function undoableUntil({ kind, questions }: Pick<Done, "kind" | "questions">): number {
	if (kind === "snooze") return Number.POSITIVE_INFINITY;
	return Math.max(0, ...questions.map(({ undoUntil }) => (undoUntil === null ? 0 : Date.parse(undoUntil))));
}

/**
 * Undoes what was done last here: the questions wait again, with what stood in their forms. Returns them; none when there
 * is nothing to undo or it is too late, which is said.
 */
export async function undoLast(): Promise<Question[]> {
	const { done, undoing } = doneStore.getState();
	const last = done.at(-1);
	if (undoing !== null) return [];
	if (!last) {
		announce("There is nothing to undo.");
		return [];
	}
	if (undoableUntil(last) <= Date.now()) {
		fail(`${last.words} It has been handed over and cannot be undone any more.`);
		return [];
	}
	doneStore.setState({ undoing: last.id, problem: null });
	const back = (ticket: string) => (last.kind === "snooze" ? snoozeQuestion(ticket, null) : undoAnswer(ticket));
	const results = await Promise.allSettled(last.questions.map(({ ticket }) => back(ticket)));
	const undone = results.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
	const failed = results.flatMap((one) => (one.status === "rejected" ? [sentenceOf(one.reason)] : []));
	keepRecent(undone);
	for (const { ticket } of undone) {
		forgetAttempt(ticket);
		const draft = last.drafts[ticket];
		if (draft) changeDraft(ticket, draft);
	}
	const isUndone = ({ ticket }: Question) => undone.some((one) => one.ticket === ticket);
	const rest = { ...last, questions: last.questions.filter((one) => !isUndone(one)) };
	doneStore.setState((state) => ({
		undoing: null,
		done: state.done.map((one) => (one.id === last.id ? rest : one)).filter(({ questions }) => questions.length > 0),
	}));
	const [first] = failed;
	if (first !== undefined) fail(failed.length === 1 ? first : `${count(failed.length, "question")} stay: ${first}`);
	else announce(`Undone: ${undone.map(({ ticket, title }) => `${ticket}, ${visibleText(title)}`).join("; ")}`);
	return undone;
}

function fail(problem: string): void {
	doneStore.setState({ problem });
}

function sentenceOf(reason: unknown): string {
	return reason instanceof Error ? reason.message : String(reason);
}
