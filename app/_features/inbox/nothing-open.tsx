"use client";

import type { Question } from "../../../server/contract/question.ts";
import { useLiveState } from "../../_live/store.ts";
import { SafeText } from "../../_ui/safe-text.tsx";
import { answerText } from "../../_words/question-words.ts";
import type { Tab } from "./use-place.ts";

/** The right side while no question is open. `last`: what was answered here last. */
export function NothingOpen({ tab, last }: { tab: Tab; last: Question | null }) {
	const ready = useLiveState(() => true, false);
	if (!ready) return null;
	return (
		<div
			data-question-title
			tabIndex={-1}
			className="grid h-full place-content-center gap-1 p-8 text-center outline-none"
		>
			{tab === "answered" ? (
				<p className="text-ink-2">Nothing has been answered yet.</p>
			) : (
				<>
					{last && (
						<p className="font-semibold break-words">
							<SafeText text={`${last.ticket} is answered: ${answerText(last, last.answer)}`} />
						</p>
					)}
					<p className="text-ink-2">You are done here. The daemons go on by themselves.</p>
				</>
			)}
		</div>
	);
}
