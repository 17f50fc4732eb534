"use client";

import { type RefObject, useId, useRef } from "react";
import type { Question } from "../../../server/contract/question.ts";
import { keyLabel } from "../../_keys/keys-dialog.tsx";
import { useKeys } from "../../_keys/use-keys.ts";
import { announce } from "../../_ui/announcer.tsx";
import { Button } from "../../_ui/button.tsx";
import { KeyHint } from "../../_ui/key-hint.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { AnswerInputs } from "./answer-inputs.tsx";
import { changeDraft, type Draft, draftOf, useDraft } from "./draft.ts";
import { useAnswering } from "./use-answering.ts";
import { type Evidence, useSeen } from "./use-seen.ts";
import { strokeFor, type VerdictKey } from "./verdict-keys.ts";

interface Props {
	question: Question;
	/** What must have been on screen before a key approves it. */
	evidence: RefObject<HTMLElement | null>;
	/** An answer was given already, and this one replaces it. */
	amend?: boolean;
	/** False while the person is on the way to another question: what they press is not for this one. */
	isHere?: () => boolean;
	/** Shows the question where only the list is shown. */
	onShow?: () => void;
	onSending: () => void;
	onFailed: () => void;
	onAnswered: (question: Question, draft: Draft) => void;
	onSnooze?: (() => void) | null;
	/** Left out: nobody would read it. */
	onAsk?: () => void;
	/** Changes nothing after all. */
	onCancel?: () => void;
	/** Takes a key that is meant for all selected questions. Null: it is for this one. */
	onBulk?: ((key: VerdictKey | number) => void) | null;
}

/** Makes and sends one answer. */
export function AnswerForm({
	question,
	evidence,
	amend = false,
	isHere = () => true,
	onShow,
	onSnooze,
	onAsk,
	onCancel,
	onBulk,
	...told
}: Props) {
	const { ticket, kind, options } = question;
	const draft = useDraft(ticket);
	const seen = useSeen(evidence);
	const { sending, problem, setProblem, send } = useAnswering({ question, amend, ...told });
	const form = useRef<HTMLFormElement>(null);
	const problemId = useId();
	const change = (part: Partial<Draft>) => {
		setProblem(null);
		changeDraft(ticket, part);
	};

	const choose = (digit: number) => {
		if (onBulk) return onBulk(digit);
		if (!isHere()) return;
		const option = options[digit - 1];
		if (!option || sending || kind === "text" || kind === "form") return false;
		const { chosen } = draftOf(ticket);
		const toggled = chosen.includes(option.id) ? chosen.filter((id) => id !== option.id) : [...chosen, option.id];
		change({ chosen: kind === "multi" ? toggled : [option.id] });
		form.current?.querySelectorAll<HTMLInputElement>("[data-option]")[digit - 1]?.focus();
	};
	const write = () => form.current?.querySelector("textarea")?.focus();

	const decide = (key: VerdictKey) => {
		if (onBulk) return onBulk(key);
		if (sending || !isHere()) return;
		const stroke = strokeFor(key, question, draftOf(ticket), seen.isSeen());
		if ("nothing" in stroke) setProblem(stroke.nothing);
		else if ("words" in stroke) {
			change({ chosen: [stroke.words] });
			setProblem(`Say what should change, then send it with ${keyLabel("mod+enter")}.`);
			write();
		} else if ("send" in stroke) void send(stroke.send ?? undefined);
		else showFirst(seen, key, onShow);
	};

	useKeys([
		{ keys: "1-9", label: "Choose an option", group: "Inbox", run: choose },
		{ keys: "a", label: "Approve, once all of it was on screen", group: "Inbox", once: true, run: () => decide("a") },
		{ keys: "d", label: "Decline, or send back", group: "Inbox", once: true, run: () => decide("d") },
		{
			keys: "e",
			label: "Done: take what is chosen, else what is suggested",
			group: "Inbox",
			once: true,
			run: () => decide("e"),
		},
		{ keys: "c", label: "Write, in the text field", group: "Inbox", run: write },
		{ keys: "mod+enter", label: "Send the answer", group: "Inbox", inFields: true, run: () => isHere() && void send() },
	]);

	return (
		<form
			ref={form}
			aria-label={`Answer to ${ticket}`}
			data-seen={seen.seen}
			// Enter in a field or on an option does not send: an approval is given on purpose, with the button or its keys.
			onSubmit={(event) => event.preventDefault()}
			className="grid gap-4"
		>
			<fieldset disabled={sending} aria-describedby={problem ? problemId : undefined} className="contents">
				<legend className="sr-only">Your answer</legend>
				<AnswerInputs question={question} draft={draft} keys onChange={change} />
			</fieldset>
			<div className="grid gap-2">
				<p id={problemId} role="alert" className="font-semibold text-bad empty:hidden">
					{problem && <SafeText text={problem} />}
				</p>
				<p className="flex flex-wrap gap-2">
					<Button look="primary" disabled={sending} onClick={() => void send()}>
						{sending ? "Sending…" : amend ? "Change the answer" : "Send answer"}{" "}
						<KeyHint keys={keyLabel("mod+enter")} inherit />
					</Button>
					{onAsk && (
						<Button disabled={sending} onClick={onAsk}>
							Ask back <KeyHint keys="r" />
						</Button>
					)}
					{onSnooze && (
						<Button disabled={sending} onClick={onSnooze}>
							Snooze <KeyHint keys="h" />
						</Button>
					)}
					{onCancel && (
						<Button look="quiet" disabled={sending} onClick={onCancel}>
							Leave it as it is
						</Button>
					)}
				</p>
			</div>
		</form>
	);
}

/** The key did not decide anything: it brought on screen what was not seen, and says so. */
function showFirst(seen: Evidence, key: VerdictKey, onShow?: () => void): void {
	if (!seen.reveal()) onShow?.();
	announce(`Look at all of it first, then press ${key} again.`);
}
