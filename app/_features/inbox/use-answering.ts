"use client";

import { useRef, useState } from "react";
import type { Question } from "../../../server/contract/question.ts";
import { type Draft, draftOf, dropDraft, readDraft } from "./draft.ts";
import { sendAnswer } from "./send-answer.ts";

export interface Answering {
	sending: boolean;
	/** Why nothing was sent, or why it did not work: one sentence. */
	problem: string | null;
	setProblem: (problem: string | null) => void;
	/** Sends the draft, or this answer in place of what is chosen in it. */
	send: (instead?: NonNullable<Question["answer"]>) => Promise<void>;
}

interface Options {
	question: Question;
	amend: boolean;
	onSending: () => void;
	onFailed: () => void;
	/** With the draft it was made from. */
	onAnswered: (question: Question, draft: Draft) => void;
}

/** Sends the answer to one question, once. What is typed is kept until the dashboard has confirmed it. */
export function useAnswering({ question, amend, onSending, onFailed, onAnswered }: Options): Answering {
	const [sending, setSending] = useState(false);
	const [problem, setProblem] = useState<string | null>(null);
	/** Two keys in a row come before the page is drawn anew. */
	const busy = useRef(false);

	const send = async (instead?: NonNullable<Question["answer"]>) => {
		if (busy.current) return;
		const draft = draftOf(question.ticket);
		const word = draft.comment.trim() === "" ? null : draft.comment;
		const reading = instead === undefined ? readDraft(question, draft) : { answer: instead, comment: word };
		if ("missing" in reading) {
			setProblem(reading.missing);
			return;
		}
		busy.current = true;
		setSending(true);
		setProblem(null);
		onSending();
		try {
			const answered = await sendAnswer(question, reading.answer, reading.comment, { amend });
			dropDraft(question.ticket);
			onAnswered(answered, draft);
		} catch (error) {
			onFailed();
			setProblem(error instanceof Error ? error.message : "The answer could not be sent. What you wrote is kept.");
		} finally {
			busy.current = false;
			setSending(false);
		}
	};
	return { sending, problem, setProblem, send };
}
