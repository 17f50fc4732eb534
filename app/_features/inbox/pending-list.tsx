"use client";

import type { Question } from "../../../server/contract/question.ts";
import { keyLabel } from "../../_keys/keys-dialog.tsx";
import { useLiveState } from "../../_live/store.ts";
import { KeyHint } from "../../_ui/key-hint.tsx";
import { EmptyState } from "../../_ui/panel.tsx";
import { Skeleton } from "../../_ui/skeleton.tsx";
import { count } from "../../_words/quantity.ts";
import { QuestionItem } from "./question-item.tsx";

const NONE: Question[] = [];

/** What waits for the person, oldest first. */
export function PendingList({ open }: { open: string | null }) {
	const ready = useLiveState(() => true, false);
	const pending = useLiveState((state) => state.pending, NONE);
	const total = useLiveState((state) => state.pendingCount, 0);
	if (!ready) {
		return (
			<div className="grid content-start gap-3 px-4 py-4">
				<Skeleton className="w-5/6" />
				<Skeleton className="w-1/2" />
			</div>
		);
	}
	if (pending.length === 0) {
		return (
			<EmptyState title="Nothing needs you">
				<p>Questions appear here the moment they are asked, by a daemon or by a script:</p>
				<code className="mt-1 block font-mono text-small">nightshift ask "Ship it?"</code>
			</EmptyState>
		);
	}
	return (
		<>
			<ul className="min-h-0 flex-1 desk:overflow-y-auto">
				{pending.map((question) => (
					<QuestionItem key={question.ticket} question={question} tab="pending" current={question.ticket === open} />
				))}
				{total > pending.length && (
					<li className="px-4 py-3 text-ink-2">
						{count(total - pending.length, "newer question")} will appear as these are answered.
					</li>
				)}
			</ul>
			<Hints />
		</>
	);
}

function Hints() {
	return (
		<p className="hidden flex-none flex-wrap items-center gap-x-3 gap-y-1 border-t border-line px-4 py-2.5 text-small text-ink-2 desk:flex pointer-coarse:hidden">
			<span>
				<KeyHint keys="j" /> <KeyHint keys="k" /> move
			</span>
			<span>
				<KeyHint keys="1–9" /> choose
			</span>
			<span>
				<KeyHint keys={keyLabel("mod+enter")} /> send
			</span>
		</p>
	);
}
