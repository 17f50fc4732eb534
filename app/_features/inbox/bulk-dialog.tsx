"use client";

import { type KeyboardEvent, useRef, useState } from "react";
import type { Question } from "../../../server/contract/question.ts";
import { keyLabel } from "../../_keys/keys-dialog.tsx";
import { Button } from "../../_ui/button.tsx";
import { Dialog } from "../../_ui/dialog.tsx";
import { focusFirst } from "../../_ui/focus-first.ts";
import { KeyHint } from "../../_ui/key-hint.tsx";
import { count } from "../../_words/quantity.ts";
import { BulkItem, type ItemState } from "./bulk-item.tsx";
import type { BulkPlan } from "./bulk-plan.ts";
import { sendAnswer } from "./send-answer.ts";
import { useSeen } from "./use-seen.ts";

interface Props {
	/** Null: nothing is asked. */
	plan: BulkPlan | null;
	onClose: () => void;
	/** These were taken. All of them when the dialog is to close. */
	onAnswered: (questions: Question[]) => void;
}

/** Shows each of several questions with the answer it is about to get, and sends them once all were on screen. */
export function BulkDialog({ plan, onClose, onAnswered }: Props) {
	const title = plan ? `${plan.words} ${count(plan.answers.length, "question")}`.replace(/”/, "”,") : "";
	return (
		<Dialog open={plan !== null} title={title} onClose={onClose}>
			{plan && <Review plan={plan} onClose={onClose} onAnswered={onAnswered} />}
		</Dialog>
	);
}

function Review({ plan, onClose, onAnswered }: Props & { plan: BulkPlan }) {
	const all = useRef<HTMLUListElement>(null);
	const evidence = useSeen(all);
	const [states, setStates] = useState<Readonly<Record<string, ItemState>>>({});
	const [busy, setBusy] = useState(false);
	const left = plan.answers.filter(({ question }) => states[question.ticket]?.status !== "answered");

	const send = async () => {
		if (busy) return;
		if (!evidence.isSeen()) {
			evidence.reveal();
			return;
		}
		setBusy(true);
		const set = (ticket: string, state: ItemState) => setStates((before) => ({ ...before, [ticket]: state }));
		const taken: Question[] = [];
		for (const { question, answer } of left) {
			set(question.ticket, { status: "sending" });
			try {
				taken.push(await sendAnswer(question, answer, null));
				set(question.ticket, { status: "answered" });
			} catch (error) {
				set(question.ticket, { status: "failed", reason: error instanceof Error ? error.message : String(error) });
			}
		}
		setBusy(false);
		if (taken.length > 0) onAnswered(taken);
		if (taken.length === left.length) onClose();
	};
	const onKeyDown = (event: KeyboardEvent) => {
		if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey) || event.repeat) return;
		event.preventDefault();
		void send();
	};
	return (
		// biome-ignore lint/a11y/noStaticElementInteractions: a shorter way to the buttons within
		<div onKeyDown={onKeyDown} className="grid gap-3">
			<ul ref={all} className="grid grid-cols-[minmax(0,1fr)] gap-3">
				{plan.answers.map(({ question, label }) => (
					<BulkItem
						key={question.ticket}
						question={question}
						label={label}
						state={states[question.ticket] ?? null}
						isSending={busy}
					/>
				))}
			</ul>
			<div
				data-covers="bottom"
				className="sticky bottom-0 -mx-4 -mb-4 flex flex-wrap items-center gap-2 border-t border-line bg-panel px-4 py-3"
			>
				{/* Not disabled at the end: it has the focus, which would be lost, and the keys with it. */}
				<Button ref={focusFirst} aria-disabled={evidence.seen || busy} onClick={() => evidence.reveal()}>
					{evidence.seen ? "All of it was on screen" : "Show the rest"}
				</Button>
				<Button look="primary" disabled={!evidence.seen || busy} onClick={() => void send()}>
					{busy ? "Sending…" : `Send ${count(left.length, "answer")}`} <KeyHint keys={keyLabel("mod+enter")} inherit />
				</Button>
			</div>
		</div>
	);
}
