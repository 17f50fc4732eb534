"use client";

import { ChevronRight } from "lucide-react";
import type { Question, QuestionEvent } from "../../../server/contract/question.ts";
import { SafeText } from "../../_ui/safe-text.tsx";
import { RelativeTime } from "../../_ui/time.tsx";
import { count } from "../../_words/quantity.ts";
import { byWords, EVENT_WORDS } from "./trail-words.ts";

/** Who did what to a question, and when. Folded, because it is seldom what one came for. */
export function Trail({ question, trail }: { question: Question; trail: readonly QuestionEvent[] }) {
	if (trail.length === 0) return null;
	return (
		<details className="group/trail border-t border-line pt-3">
			<summary className="inline-flex items-center gap-1.5 rounded-sm text-small text-ink-2 hover:text-ink pointer-coarse:py-2.5">
				<ChevronRight aria-hidden="true" size={14} className="group-open/trail:rotate-90" />
				What became of it: {count(trail.length, "entry", "entries")}
			</summary>
			<ol className="mt-2 grid gap-1.5">
				{trail.map((event) => (
					<li
						key={`${event.version}-${event.kind}-${event.at}`}
						className="grid grid-cols-[88px_minmax(0,1fr)] gap-x-3 text-small"
					>
						<RelativeTime at={event.at} className="text-ink-2" />
						<span className="min-w-0 break-words">
							<b className="font-semibold">{EVENT_WORDS[event.kind]}</b>{" "}
							<span className="text-ink-2">
								<SafeText text={[byWords(question, event), event.words].filter(Boolean).join(": ")} />
							</span>
						</span>
					</li>
				))}
			</ol>
		</details>
	);
}
