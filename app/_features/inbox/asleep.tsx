"use client";

import { useState } from "react";
import type { Question } from "../../../server/contract/question.ts";
import { useTimeWords } from "../../_live/clock.ts";
import { announce } from "../../_ui/announcer.tsx";
import { Button } from "../../_ui/button.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { clockTime, relative } from "../../_words/time.ts";
import { snoozeQuestion } from "./inbox-api.ts";
import { keepRecent } from "./recent-store.ts";

/** That a question is put off or held back, until when, and the way to have it now. */
export function Asleep({ question }: { question: Question }) {
	const { ticket } = question;
	const words = useTimeWords((now) => asleepWords(question, now) ?? "");
	const [busy, setBusy] = useState(false);
	const [problem, setProblem] = useState<string | null>(null);
	if (words === "") return null;
	const wake = async () => {
		setBusy(true);
		setProblem(null);
		try {
			keepRecent([await snoozeQuestion(ticket, null)]);
			announce(`${ticket} needs you again.`);
		} catch (error) {
			setProblem(error instanceof Error ? error.message : String(error));
		} finally {
			setBusy(false);
		}
	};
	return (
		<div className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md bg-off-soft px-3.5 py-2.5">
			<p className="min-w-0 flex-1">{words}</p>
			<Button size="small" disabled={busy} onClick={() => void wake()}>
				{busy ? "Waking…" : "Wake it now"}
			</Button>
			{problem && (
				<p role="alert" className="basis-full font-semibold text-bad">
					<SafeText text={problem} />
				</p>
			)}
		</div>
	);
}

/** Null when it is awake. */
export function asleepWords({ snoozedUntil, heldUntil }: Question, now: number): string | null {
	const at = snoozedUntil ?? heldUntil;
	if (at === null) return null;
	const when = `${clockTime(at, now)} (${relative(at, now)})`;
	return snoozedUntil !== null
		? `You put it off: it comes back at ${when}.`
		: `It is not urgent and comes with the digest at ${when}.`;
}
