"use client";

import { useCallback, useState } from "react";
import type { Question } from "../../../server/contract/question.ts";

export interface Selected {
	/** By ticket, in the order of selecting. */
	questions: ReadonlyMap<string, Question>;
	set: (question: Question, on: boolean) => void;
	toggle: (question: Question) => void;
	add: (questions: readonly Question[]) => void;
	/** These, or all of them, are no longer selected. */
	drop: (questions?: readonly Question[]) => void;
}

const NONE: ReadonlyMap<string, Question> = new Map();

/** Questions to be answered or put off together. */
export function useSelected(): Selected {
	const [questions, setQuestions] = useState(NONE);
	const set = useCallback(
		(question: Question, on: boolean) =>
			setQuestions((before) => {
				const next = new Map(before);
				if (on) next.set(question.ticket, question);
				else next.delete(question.ticket);
				return next;
			}),
		[],
	);
	const toggle = useCallback(
		(question: Question) =>
			setQuestions((before) => {
				const next = new Map(before);
				if (!next.delete(question.ticket)) next.set(question.ticket, question);
				return next;
			}),
		[],
	);
	const add = useCallback(
		(more: readonly Question[]) =>
			setQuestions((before) => new Map([...before, ...more.map((one) => [one.ticket, one] as const)])),
		[],
	);
	const drop = useCallback(
		(gone?: readonly Question[]) =>
			setQuestions((before) => {
				if (!gone) return NONE;
				const tickets = new Set(gone.map(({ ticket }) => ticket));
				return new Map([...before].filter(([ticket]) => !tickets.has(ticket)));
			}),
		[],
	);
	return { questions, set, toggle, add, drop };
}
