"use client";

import { useTimeWords } from "../../_live/clock.ts";
import { Button } from "../../_ui/button.tsx";
import { KeyHint } from "../../_ui/key-hint.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { StateShape } from "../../_ui/state-badge.tsx";
import { span } from "../../_words/time.ts";
import { type Done, undoableUntil, useUndoing } from "./done-store.ts";

interface Props {
	done: Done;
	onUndo: () => void;
}

/** Confirms what was just done, above what comes next, with the way back while there is one. */
export function DoneLine({ done, onUndo }: Props) {
	const { undoing, problem } = useUndoing();
	const until = undoableUntil(done);
	const left = useTimeWords((now) => leftWords(until, now));
	return (
		<div className="flex flex-none items-center gap-x-3 border-b border-line bg-ok-soft px-4 py-2 text-small desk:px-8">
			<p className="flex min-w-0 flex-1 items-center gap-2">
				<span className="text-ok">
					<StateShape shape="check" />
				</span>
				<span className={problem ? "min-w-0" : "min-w-0 truncate"}>
					<SafeText text={done.words} />
					{problem && (
						<span role="alert" className="font-semibold text-bad">
							{" "}
							<SafeText text={problem} />
						</span>
					)}
				</span>
			</p>
			{left !== "" && (
				<Button size="small" disabled={undoing !== null} onClick={onUndo}>
					{undoing === done.id ? "Undoing…" : "Undo"}
					{left !== "any time" && <span className="font-normal text-ink-2">{left}</span>} <KeyHint keys="u" />
				</Button>
			)}
		</div>
	);
}

/** The time left to undo: `8 s`, `any time`, or empty when it is over. */
export function leftWords(until: number, now: number): string {
	if (until === Number.POSITIVE_INFINITY) return "any time";
	const left = Math.ceil((until - now) / 1_000) * 1_000;
	return left > 0 ? span(left) : "";
}
