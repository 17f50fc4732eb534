"use client";

import { type RefObject, useState } from "react";
import type { Question } from "../../../server/contract/question.ts";
import { Button } from "../../_ui/button.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { RelativeTime } from "../../_ui/time.tsx";
import { answerText, outcomeWords } from "../../_words/question-words.ts";
import { AfterOutcome } from "./after-outcome.tsx";
import { dropDraft, typedText, useDraft } from "./draft.ts";
import { Provenance } from "./provenance.tsx";

interface Props {
	question: Question;
	evidence: RefObject<HTMLElement | null>;
	/** This page gave the answer. */
	mine: boolean;
	onNext: (() => void) | null;
}

/** How a question ended: what was decided, by whom, when. A draft that came too late is kept to be copied. */
export function Outcome({ question, evidence, mine, onNext }: Props) {
	const draft = typedText(useDraft(question.ticket));
	/** While the answer is being changed, what is typed belongs to that. */
	const [changing, setChanging] = useState(false);
	const wasDecided = question.status === "answered" || question.status === "defaulted";
	return (
		<section aria-label="Outcome" className="grid gap-4">
			<div className="grid gap-2 rounded-lg border border-line bg-panel px-4 py-3.5">
				<p className="text-small text-ink-2">
					{headline(question, mine, draft !== "" && !changing)}{" "}
					{question.answeredAt && <RelativeTime at={question.answeredAt} />}
				</p>
				{wasDecided && question.answer !== null && (
					<p className="font-semibold break-words whitespace-pre-wrap">
						<SafeText text={answerText(question, question.answer)} />
					</p>
				)}
				{question.comment && (
					<p className="break-words whitespace-pre-wrap text-ink-2">
						<SafeText text={question.comment} />
					</p>
				)}
				{question.withdrawnReason && (
					<p className="break-words">
						<SafeText text={question.withdrawnReason} />
					</p>
				)}
				{wasDecided && <Provenance question={question} />}
			</div>
			{!mine && draft !== "" && !changing && <Unsent ticket={question.ticket} text={draft} />}
			{wasDecided && (
				<AfterOutcome question={question} evidence={evidence} changing={changing} onChanging={setChanging} />
			)}
			{onNext && !changing && (
				<p>
					<Button look="primary" onClick={onNext}>
						Next question
					</Button>
				</p>
			)}
		</section>
	);
}

/** `raced`: the person was about to answer it here. */
function headline(question: Question, mine: boolean, raced: boolean): string {
	if (question.status === "withdrawn") return "Withdrawn: no answer is needed any more.";
	if (mine) return "You answered";
	if (question.answeredBy === "human") return raced ? "Answered somewhere else, before yours was sent," : "Answered";
	return `${outcomeWords(question).replace(/^./, (first) => first.toUpperCase())}`;
}

function Unsent({ ticket, text }: { ticket: string; text: string }) {
	return (
		<div className="grid gap-2 rounded-lg border border-line px-4 py-3.5">
			<p className="text-small text-ink-2">What you had written is kept here, unsent:</p>
			<p className="break-words whitespace-pre-wrap select-all">{text}</p>
			<p>
				<Button size="small" onClick={() => dropDraft(ticket)}>
					Throw it away
				</Button>
			</p>
		</div>
	);
}
