"use client";

import type { RefObject } from "react";
import type { Aftermath, Question } from "../../../server/contract/question.ts";
import { useFetched } from "../../_live/use-fetched.ts";
import { announce } from "../../_ui/announcer.tsx";
import { Button } from "../../_ui/button.tsx";
import { AnswerForm } from "./answer-form.tsx";
import { rememberAnswer } from "./done-store.ts";
import { changeDraft, draftFrom, dropDraft } from "./draft.ts";
import { aftermathApi } from "./inbox-api.ts";
import { LateAnswer } from "./late-answer.tsx";

interface Props {
	question: Question;
	evidence: RefObject<HTMLElement | null>;
	changing: boolean;
	onChanging: (changing: boolean) => void;
}

/** What can still be done about a decision: change it while nobody has it; later, keep or redo what was not one's own. */
export function AfterOutcome(props: Props) {
	const { question } = props;
	if (question.deliveredAt === null) return <Change {...props} />;
	if (question.answeredBy === "human" || question.late !== null) return null;
	return <Late question={question} />;
}

function Change({ question, evidence, changing, onChanging }: Props) {
	const { ticket } = question;
	if (!changing) {
		return (
			<p>
				<Button
					onClick={() => {
						changeDraft(ticket, draftFrom(question));
						onChanging(true);
					}}
				>
					Change the answer…
				</Button>
			</p>
		);
	}
	return (
		<AnswerForm
			question={question}
			evidence={evidence}
			amend
			onSending={() => {}}
			onFailed={() => {}}
			onAnswered={(changed, draft) => {
				rememberAnswer(changed, draft);
				announce(`The answer to ${ticket} is changed.`);
				onChanging(false);
			}}
			onCancel={() => {
				dropDraft(ticket);
				onChanging(false);
			}}
		/>
	);
}

function Late({ question }: { question: Question }) {
	const aftermath = useFetched<Aftermath>(aftermathApi(question.ticket), String(question.version));
	if (aftermath.status !== "ready") return null;
	return <LateAnswer question={question} aftermath={aftermath.value} />;
}
