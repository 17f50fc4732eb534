"use client";

import { useId, useState } from "react";
import type { Aftermath, LateAnswer as Late, Question } from "../../../server/contract/question.ts";
import { Button } from "../../_ui/button.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { AnswerInputs } from "./answer-inputs.tsx";
import { changeDraft, draftOf, dropDraft, readDraft, useDraft } from "./draft.ts";
import { answerLate } from "./inbox-api.ts";
import { randomKey } from "./random-key.ts";
import { keepRecent } from "./recent-store.ts";
import { WhatFollowed } from "./what-followed.tsx";

/** A decision that was not the person's was acted on: what followed, and whether to keep it or do it again. */
export function LateAnswer({ question, aftermath }: { question: Question; aftermath: Aftermath }) {
	const [differs, setDiffers] = useState(false);
	const sending = useLate(question);
	return (
		<section aria-label="Was that right?" className="grid gap-4 rounded-lg border border-line bg-panel px-4 py-3.5">
			<WhatFollowed question={question} aftermath={aftermath} />
			{differs ? (
				<Different question={question} sending={sending} onCancel={() => setDiffers(false)} />
			) : (
				<>
					<Problem text={sending.problem} />
					<p className="flex flex-wrap gap-2">
						{question.answer !== null && (
							<Button disabled={sending.busy} onClick={() => void sending.send("keep", question.answer)}>
								It was right, keep it
							</Button>
						)}
						<Button disabled={sending.busy} onClick={() => setDiffers(true)}>
							I would have answered otherwise…
						</Button>
					</p>
				</>
			)}
		</section>
	);
}

interface Sending {
	busy: boolean;
	problem: string | null;
	/** Without an answer, with the one in the form. */
	send: (choice: Late["choice"], answer?: Question["answer"]) => Promise<void>;
}

function Different({ question, sending, onCancel }: { question: Question; sending: Sending; onCancel: () => void }) {
	const draft = useDraft(question.ticket);
	const id = useId();
	return (
		<form aria-labelledby={id} onSubmit={(event) => event.preventDefault()} className="grid gap-4">
			<p id={id} className="font-semibold">
				What should have been decided?
			</p>
			<fieldset disabled={sending.busy} className="contents">
				<legend className="sr-only">Your answer</legend>
				<AnswerInputs
					question={question}
					draft={draft}
					keys={false}
					onChange={(part) => changeDraft(question.ticket, part)}
				/>
			</fieldset>
			<Problem text={sending.problem} />
			<div className="flex flex-wrap gap-2">
				{/* A script that asked is gone by now: nobody would do it again. */}
				{question.daemon !== null && (
					<Button look="primary" disabled={sending.busy} onClick={() => void sending.send("redo")}>
						{sending.busy ? "Sending…" : "Have it undone and done my way"}
					</Button>
				)}
				<Button disabled={sending.busy} onClick={() => void sending.send("keep")}>
					Note it, and keep what was done
				</Button>
				<Button look="quiet" disabled={sending.busy} onClick={onCancel}>
					Cancel
				</Button>
			</div>
		</form>
	);
}

function useLate(question: Question): Sending {
	const [busy, setBusy] = useState(false);
	const [problem, setProblem] = useState<string | null>(null);
	/** The same thing again, after a lost reply, is said once. */
	const [attempt, setAttempt] = useState({ content: "", key: "" });
	const send: Sending["send"] = async (choice, answer) => {
		if (busy) return;
		const reading = answer === undefined ? readDraft(question, draftOf(question.ticket)) : { answer, comment: null };
		if ("missing" in reading) {
			setProblem(reading.missing);
			return;
		}
		const content = JSON.stringify([choice, reading]);
		const key = attempt.content === content ? attempt.key : randomKey();
		setAttempt({ content, key });
		setBusy(true);
		setProblem(null);
		try {
			keepRecent([await answerLate(question.ticket, { ...reading, choice, idempotencyKey: key })]);
			dropDraft(question.ticket);
		} catch (error) {
			setProblem(error instanceof Error ? error.message : String(error));
		} finally {
			setBusy(false);
		}
	};
	return { busy, problem, send };
}

function Problem({ text }: { text: string | null }) {
	return (
		<p role="alert" className="font-semibold text-bad empty:hidden">
			{text && <SafeText text={text} />}
		</p>
	);
}
