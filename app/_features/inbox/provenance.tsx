"use client";

import type { Question } from "../../../server/contract/question.ts";
import { useTimeWords } from "../../_live/clock.ts";
import { AppLink } from "../../_navigation/app-link.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { RelativeTime } from "../../_ui/time.tsx";
import { answerText } from "../../_words/question-words.ts";
import { span } from "../../_words/time.ts";

/** Where a decision came from, and where it has got to. */
export function Provenance({ question }: { question: Question }) {
	const { daemon, deliveredAt, undoUntil, answeredBy, late } = question;
	const asker = daemon ?? "The script";
	const left = useTimeWords((now) => (undoUntil === null ? "" : handOverWords(undoUntil, now)));
	const rule = ruleOf(question);
	return (
		<div className="grid gap-1 text-small text-ink-2">
			{answeredBy === "policy" && (
				<p>
					A rule of yours decided it
					{rule && (
						<>
							:{" "}
							<AppLink href={`/settings#${rule}`} className="font-mono underline decoration-dotted underline-offset-3">
								{rule}
							</AppLink>
						</>
					)}
					.
				</p>
			)}
			{answeredBy === "default" && <p>Nobody had answered by its deadline, so it went on as it had said.</p>}
			<p>
				{deliveredAt ? (
					<>
						<SafeText text={asker} /> got it <RelativeTime at={deliveredAt} />.
					</>
				) : (
					<>
						<SafeText text={asker} /> has not got it yet{left}.
					</>
				)}
			</p>
			{late && (
				<p className="text-ink">
					You said later{" "}
					<b className="font-semibold">
						<SafeText text={answerText(question, late.answer)} />
					</b>
					{late.choice === "redo" ? ", and to undo what followed and do it that way" : ", and to keep what was done"}{" "}
					<RelativeTime at={late.at} />.
				</p>
			)}
		</div>
	);
}

/** The rule that a policy's answer names. */
export function ruleOf({ answeredBy, comment }: Question): string | null {
	return answeredBy === "policy" ? (/^Rule (R-\d+): /.exec(comment ?? "")?.[1] ?? null) : null;
}

function handOverWords(undoUntil: string, now: number): string {
	const left = Math.ceil((Date.parse(undoUntil) - now) / 1_000) * 1_000;
	return left > 0 ? `; it is handed over in ${span(left)}` : "";
}
