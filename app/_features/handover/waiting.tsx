"use client";

import { useState } from "react";
import type { Handover } from "../../../server/contract/handover.ts";
import type { Question } from "../../../server/contract/question.ts";
import { useKeys } from "../../_keys/use-keys.ts";
import { AppLink } from "../../_navigation/app-link.tsx";
import { announce } from "../../_ui/announcer.tsx";
import { buttonClass } from "../../_ui/button.tsx";
import { classNames } from "../../_ui/class-names.ts";
import { EmptyState, Panel, PanelHead } from "../../_ui/panel.tsx";
import { QuestionTimes, QuestionTitle } from "../../_ui/question-line.tsx";
import { Pill } from "../../_ui/state-badge.tsx";
import { LEAD_WORDS } from "../../_words/question-words.ts";
import { DoneLine } from "../inbox/done-line.tsx";
import { undoLast, useLastDone } from "../inbox/done-store.ts";
import { QuestionDetail } from "../inbox/question-detail.tsx";

/** What waits, answered here one after the other. */
export function Waiting({ handover }: { handover: Handover }) {
	const { waiting, waitingCount } = handover;
	const [open, setOpen] = useState<string | null>(null);
	const last = useLastDone();
	const undo = async () => {
		const [first] = await undoLast();
		if (first) setOpen(first.ticket);
	};
	const shown = waiting.some(({ ticket }) => ticket === open) ? open : null;
	const rows = () => [...document.querySelectorAll<HTMLElement>("[data-waiting]")];
	const walk = (step: 1 | -1) => {
		const all = rows();
		const at = all.indexOf(document.activeElement as HTMLElement);
		const next = all[at === -1 ? (step === 1 ? 0 : all.length - 1) : at + step];
		next?.focus();
		return next !== undefined;
	};
	const onAnswered = ({ ticket }: Question) => {
		const at = waiting.findIndex((one) => one.ticket === ticket);
		const next = waiting[at + 1] ?? waiting.find((one) => one.ticket !== ticket);
		announce(`${ticket} is answered. ${next ? `Next: ${next.ticket}.` : "Nothing else needs you."}`);
		setOpen(next?.ticket ?? null);
	};
	useKeys([
		{ keys: "j", label: "Next question", group: "Handover", run: () => walk(1) },
		{ keys: "k", label: "Previous question", group: "Handover", run: () => walk(-1) },
		{ keys: "u", label: "Undo the last answer", group: "Handover", run: () => void undo() },
		{
			keys: "escape",
			label: "Close the question",
			group: "Handover",
			inFields: true,
			run: () => {
				const active = document.activeElement;
				if (active instanceof HTMLInputElement || active instanceof HTMLTextAreaElement) return active.blur();
				if (shown === null) return false;
				setOpen(null);
				rows()
					.find((row) => row.dataset.waiting === shown)
					?.focus();
			},
		},
	]);
	return (
		<Panel labelledBy="waiting">
			<PanelHead id="waiting" title="Waiting for you">
				{waitingCount > 0 && <Pill tone="wait">{waitingCount}</Pill>}
				<AppLink href="/inbox" className={`${buttonClass("quiet", "small")} ml-auto`}>
					Open inbox
				</AppLink>
			</PanelHead>
			{last && <DoneLine key={last.id} done={last} onUndo={() => void undo()} />}
			{waiting.length === 0 && <EmptyState title="Nothing">All that was asked is answered.</EmptyState>}
			<ul className="divide-y divide-line">
				{waiting.map((question) => (
					<li key={question.ticket}>
						<Row
							question={question}
							open={question.ticket === shown}
							onToggle={() => setOpen(question.ticket === shown ? null : question.ticket)}
						/>
						{question.ticket === shown && (
							<div className="border-t border-line bg-raise">
								<QuestionDetail
									key={question.ticket}
									ticket={question.ticket}
									onBack={() => setOpen(null)}
									onAnswered={onAnswered}
									onNext={null}
								/>
							</div>
						)}
					</li>
				))}
			</ul>
			{waitingCount > waiting.length && (
				<p className="border-t border-line px-4 py-2.5 text-ink-2">
					And {waitingCount - waiting.length} more in the inbox.
				</p>
			)}
		</Panel>
	);
}

function Row({ question, open, onToggle }: { question: Question; open: boolean; onToggle: () => void }) {
	return (
		<button
			type="button"
			data-waiting={question.ticket}
			aria-expanded={open}
			onClick={onToggle}
			className={classNames(
				"grid w-full grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-0.5 px-4 py-2.5 text-start hover:bg-raise tablet:grid-cols-[56px_minmax(0,1fr)_auto_auto]",
				open && "bg-raise",
			)}
		>
			<span className="hidden font-mono text-small text-ink-2 tablet:block">{question.ticket}</span>
			<span className="line-clamp-2 break-words">
				<QuestionTitle question={question} />
			</span>
			<QuestionTimes question={question} />
			<span
				aria-hidden="true"
				className={`${buttonClass("plain", "small")} row-span-2 row-start-1 tablet:row-auto tablet:min-w-18`}
			>
				{open ? "Close" : LEAD_WORDS[question.kind]}
			</span>
		</button>
	);
}
