"use client";

import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { Question } from "../../../server/contract/question.ts";
import { keyLabel } from "../../_keys/keys-dialog.tsx";
import { announce } from "../../_ui/announcer.tsx";
import { Button } from "../../_ui/button.tsx";
import { KeyHint } from "../../_ui/key-hint.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { changeDraft, draftOf, useDraft } from "./draft.ts";
import { sayInThread } from "./inbox-api.ts";
import { randomKey } from "./random-key.ts";
import { TextArea } from "./text-area.tsx";

interface Props {
	question: Question;
	/** Grows each time the field is asked for. */
	turn: number;
	onClose: () => void;
}

/** Asks the asker something before answering. The question goes on waiting. */
export function AskBack({ question: { ticket, daemon }, turn, onClose }: Props) {
	const { ask } = useDraft(ticket);
	const [sending, setSending] = useState(false);
	const [problem, setProblem] = useState<string | null>(null);
	const form = useRef<HTMLFormElement>(null);
	/** Of the text that is being sent: sent again it is the same message. */
	const attempt = useRef<{ text: string; key: string } | null>(null);
	useEffect(() => {
		if (turn > 0) form.current?.querySelector("textarea")?.focus();
	}, [turn]);

	const send = async () => {
		const text = draftOf(ticket).ask;
		if (sending) return;
		if (text.trim() === "") {
			setProblem("Write what you want to know first.");
			return;
		}
		if (attempt.current?.text !== text) attempt.current = { text, key: randomKey() };
		setSending(true);
		setProblem(null);
		try {
			await sayInThread(ticket, text, attempt.current.key);
			attempt.current = null;
			changeDraft(ticket, { ask: "" });
			announce(`Asked back about ${ticket}.`);
			onClose();
		} catch (error) {
			setProblem(error instanceof Error ? error.message : String(error));
		} finally {
			setSending(false);
		}
	};
	const onKeyDown = (event: KeyboardEvent) => {
		if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey) || event.repeat) return;
		// Here these keys send the message, not the answer.
		event.preventDefault();
		void send();
	};
	return (
		<form
			ref={form}
			aria-label={`Ask back about ${ticket}`}
			onSubmit={(event) => event.preventDefault()}
			onKeyDown={onKeyDown}
			className="grid gap-2"
		>
			<TextArea
				label={`What do you want to know from ${daemon ?? "the script"}?`}
				labelled
				rows={2}
				value={ask}
				description="The question waits on. What is answered appears above."
				onChange={(text) => {
					setProblem(null);
					changeDraft(ticket, { ask: text });
				}}
			/>
			<p role="alert" className="font-semibold text-bad empty:hidden">
				{problem && <SafeText text={problem} />}
			</p>
			<p className="flex gap-2">
				<Button disabled={sending} onClick={() => void send()}>
					{sending ? "Sending…" : "Ask back"} <KeyHint keys={keyLabel("mod+enter")} />
				</Button>
				<Button look="quiet" disabled={sending} onClick={onClose}>
					Not now
				</Button>
			</p>
		</form>
	);
}
