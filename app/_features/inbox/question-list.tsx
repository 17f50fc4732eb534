"use client";

import type { ReactNode } from "react";
import type { Question } from "../../../server/contract/question.ts";
import { keyLabel } from "../../_keys/keys-dialog.tsx";
import { Button } from "../../_ui/button.tsx";
import { KeyHint } from "../../_ui/key-hint.tsx";
import { EmptyState } from "../../_ui/panel.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { Skeleton } from "../../_ui/skeleton.tsx";
import { isFiltered, type Place, type Tab } from "./place.ts";
import { QuestionItem } from "./question-item.tsx";
import type { Pages } from "./use-pages.ts";
import { VirtualQuestions } from "./virtual-questions.tsx";

interface Props {
	place: Place;
	list: Pages;
	open: string | null;
	wanted: string | null;
	onFocused: () => void;
	selected: ReadonlyMap<string, Question>;
	onSelect: ((question: Question, on: boolean) => void) | null;
}

const LABELS: Record<Tab, string> = { pending: "Needs you", later: "Later", answered: "Answered" };

/** The questions of a tab, as many as there are. */
export function QuestionList({ place, list, open, wanted, onFocused, selected, onSelect }: Props) {
	const { questions, state, reason, more, again } = list;
	const { tab } = place;
	if (state === "loading" && questions.length === 0) return <Loading />;
	return (
		<>
			{state === "failed" && (
				<div
					role="alert"
					className="grid flex-none justify-items-start gap-2 border-b border-line bg-warn-soft px-4 py-3"
				>
					<p>{reason && <SafeText text={reason} />}</p>
					<Button size="small" onClick={again}>
						Try again
					</Button>
				</div>
			)}
			{state === "ready" && questions.length === 0 && more === null ? (
				isFiltered(place) ? (
					<NothingFound />
				) : (
					EMPTY[tab]
				)
			) : (
				<VirtualQuestions
					label={LABELS[tab]}
					questions={questions}
					current={open}
					wanted={wanted}
					onFocused={onFocused}
					onEnd={more}
					end={more && <p className="px-4 py-3 text-ink-2">Loading more…</p>}
				>
					{(question) => (
						<QuestionItem
							question={question}
							tab={tab}
							current={question.ticket === open}
							selected={selected.has(question.ticket)}
							onSelect={onSelect}
						/>
					)}
				</VirtualQuestions>
			)}
		</>
	);
}

const EMPTY: Record<Tab, ReactNode> = {
	pending: (
		<EmptyState title="Nothing needs you">
			<p>Questions appear here the moment they are asked, by a daemon or by a script:</p>
			<code className="mt-1 block font-mono text-small">nightshift ask "Ship it?"</code>
		</EmptyState>
	),
	later: (
		<EmptyState title="Nothing is put off">
			What you snooze waits here until its time, and so do questions that are not urgent until the next digest.
		</EmptyState>
	),
	answered: <EmptyState title="No answers yet">What you answer is kept here, with who decided it and when.</EmptyState>,
};

function NothingFound() {
	return <EmptyState title="No question is like that">Other words or fewer filters may find it.</EmptyState>;
}

function Loading() {
	return (
		<div className="grid content-start gap-3 px-4 py-4">
			<Skeleton className="w-5/6" />
			<Skeleton className="w-1/2" />
		</div>
	);
}

/** The keys that clear the inbox. */
export function KeyHints() {
	const hints = [
		[["j", "k"], "move"],
		[["1–9"], "choose"],
		[["a"], "approve"],
		[["e"], "done"],
		[["h"], "snooze"],
		[["u"], "undo"],
		[[keyLabel("mod+enter")], "send"],
	] as const;
	return (
		<p className="hidden flex-none flex-wrap items-center gap-x-3 gap-y-1 border-t border-line px-4 py-2.5 text-small text-ink-2 desk:flex pointer-coarse:hidden">
			{hints.map(([keys, words]) => (
				<span key={words} className="whitespace-nowrap">
					{keys.map((one) => (
						<KeyHint key={one} keys={one} />
					))}{" "}
					{words}
				</span>
			))}
		</p>
	);
}
