"use client";

import { useId, useRef, useState } from "react";
import type { Question } from "../../../server/contract/question.ts";
import { keyLabel } from "../../_keys/keys-dialog.tsx";
import { useKeys } from "../../_keys/use-keys.ts";
import { Button } from "../../_ui/button.tsx";
import { KeyHint } from "../../_ui/key-hint.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { changeDraft, type Draft, draftOf, dropDraft, readDraft, useDraft } from "./draft.ts";
import { FormInputs } from "./form-inputs.tsx";
import { OptionCards } from "./option-cards.tsx";
import { sendAnswer } from "./send-answer.ts";
import { TextArea } from "./text-area.tsx";

interface Props {
	question: Question;
	onSending: () => void;
	onFailed: () => void;
	onAnswered: (question: Question) => void;
}

/** Makes and sends one answer. What is typed is kept until the dashboard has confirmed it. */
export function AnswerForm({ question, onSending, onFailed, onAnswered }: Props) {
	const { ticket, kind, options } = question;
	const draft = useDraft(ticket);
	const [sending, setSending] = useState(false);
	const [problem, setProblem] = useState<string | null>(null);
	const form = useRef<HTMLFormElement>(null);
	const problemId = useId();
	const change = (part: Partial<Draft>) => {
		setProblem(null);
		changeDraft(ticket, part);
	};

	const choose = (digit: number) => {
		const option = options[digit - 1];
		if (!option || sending || (kind !== "multi" && kind !== "choice" && kind !== "approval" && kind !== "review"))
			return false;
		const { chosen } = draftOf(ticket);
		const toggled = chosen.includes(option.id) ? chosen.filter((id) => id !== option.id) : [...chosen, option.id];
		change({ chosen: kind === "multi" ? toggled : [option.id] });
		form.current?.querySelectorAll<HTMLInputElement>("[data-option]")[digit - 1]?.focus();
	};

	const send = async () => {
		if (sending) return;
		const reading = readDraft(question, draftOf(ticket));
		if ("missing" in reading) {
			setProblem(reading.missing);
			return;
		}
		setSending(true);
		setProblem(null);
		onSending();
		try {
			const answered = await sendAnswer(question, reading.answer, reading.comment);
			dropDraft(ticket);
			onAnswered(answered);
		} catch (error) {
			onFailed();
			setProblem(error instanceof Error ? error.message : "The answer could not be sent. What you wrote is kept.");
		} finally {
			setSending(false);
		}
	};

	useKeys([
		{ keys: "1-9", label: "Choose an option", group: "Inbox", run: choose },
		{
			keys: "c",
			label: "Write, in the text field",
			group: "Inbox",
			run: () => form.current?.querySelector("textarea")?.focus(),
		},
		{ keys: "mod+enter", label: "Send the answer", group: "Inbox", inFields: true, run: () => void send() },
	]);

	return (
		<form
			ref={form}
			aria-label={`Answer to ${ticket}`}
			// Enter in a field or on an option does not send: an approval is given on purpose, with the button or its keys.
			onSubmit={(event) => event.preventDefault()}
			className="grid gap-4 max-desk:pb-10"
		>
			<fieldset disabled={sending} aria-describedby={problem ? problemId : undefined} className="contents">
				<legend className="sr-only">Your answer</legend>
				{(kind === "choice" || kind === "approval" || kind === "review" || kind === "multi") && (
					<OptionCards question={question} chosen={draft.chosen} onChange={(chosen) => change({ chosen })} />
				)}
				{kind === "text" && (
					<TextArea label="Your answer" rows={5} value={draft.text} onChange={(text) => change({ text })} />
				)}
				{kind === "form" && <FormInputs question={question} draft={draft} onChange={change} />}
				{kind !== "text" && (
					<TextArea
						label="Comment"
						placeholder="Add a word to it (optional)"
						rows={2}
						value={draft.comment}
						onChange={(comment) => change({ comment })}
					/>
				)}
			</fieldset>
			<div className="grid gap-2">
				<p id={problemId} role="alert" className="font-semibold text-bad empty:hidden">
					{problem && <SafeText text={problem} />}
				</p>
				<p>
					<Button look="primary" disabled={sending} onClick={() => void send()}>
						{sending ? "Sending…" : "Send answer"} <KeyHint keys={keyLabel("mod+enter")} inherit />
					</Button>
				</p>
			</div>
		</form>
	);
}
