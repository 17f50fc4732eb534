"use client";

import { Button } from "../../_ui/button.tsx";
import { EmptyState } from "../../_ui/panel.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { QuestionItem } from "./question-item.tsx";
import type { SettledList as List } from "./use-settled-list.ts";

/** What has been decided, newest first. */
export function SettledList({ list, open }: { list: List; open: string | null }) {
	const { questions, state, reason, older, again } = list;
	return (
		<div className="min-h-0 flex-1 desk:overflow-y-auto">
			{state === "failed" && (
				<div role="alert" className="grid justify-items-start gap-2 border-b border-line bg-warn-soft px-4 py-3">
					<p>{reason && <SafeText text={reason} />}</p>
					<Button size="small" onClick={again}>
						Try again
					</Button>
				</div>
			)}
			{state === "ready" && questions.length === 0 && (
				<EmptyState title="No answers yet">What you answer is kept here, with who decided it and when.</EmptyState>
			)}
			<ul>
				{questions.map((question) => (
					<QuestionItem key={question.ticket} question={question} tab="answered" current={question.ticket === open} />
				))}
			</ul>
			{older && (
				<p className="px-4 py-3">
					<Button look="quiet" size="small" disabled={state === "loading"} onClick={older}>
						{state === "loading" ? "Loading…" : "Show older"}
					</Button>
				</p>
			)}
		</div>
	);
}
