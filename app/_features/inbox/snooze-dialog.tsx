"use client";

import { type FormEvent, type KeyboardEvent, useId, useState } from "react";
import type { QuestionCounts } from "../../../server/contract/question.ts";
import { useFetched } from "../../_live/use-fetched.ts";
import { Button } from "../../_ui/button.tsx";
import { Dialog } from "../../_ui/dialog.tsx";
import { focusFirst } from "../../_ui/focus-first.ts";
import { KeyHint } from "../../_ui/key-hint.tsx";
import { clockTime } from "../../_words/time.ts";
import { countsApi, type SnoozeUntil } from "./inbox-api.ts";
import { localInput, snoozeChoices } from "./snooze-times.ts";

interface Props {
	/** What is put off: `Q-3`, `3 questions`; null: nothing is asked. */
	what: string | null;
	/** Why the last try came to nothing. */
	problem: string | null;
	busy: boolean;
	onClose: () => void;
	onSnooze: (until: SnoozeUntil) => void;
}

/** A small menu of times to put a question off until, all by keyboard: a digit, or the arrows and Enter. */
export function SnoozeDialog({ what, problem, busy, onClose, onSnooze }: Props) {
	return (
		<Dialog open={what !== null} title={`Snooze ${what ?? ""}`} onClose={onClose}>
			<Menu busy={busy} onSnooze={onSnooze} />
			<p role="alert" className="mt-3 font-semibold text-bad empty:hidden">
				{problem}
			</p>
		</Dialog>
	);
}

function Menu({ busy, onSnooze }: Pick<Props, "busy" | "onSnooze">) {
	const [openedAt] = useState(() => Date.now());
	const [own, setOwn] = useState(() => localInput(openedAt + 86_400_000));
	const field = useId();
	const counts = useFetched<QuestionCounts>(countsApi);
	const choices = snoozeChoices(openedAt, counts.status === "ready" ? Date.parse(counts.value.tomorrowAt) : null);

	const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
		if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
		const buttons = [...event.currentTarget.querySelectorAll<HTMLButtonElement>("button")];
		const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
		const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
		if (step !== undefined) buttons[(at + step + buttons.length) % buttons.length]?.focus();
		else if (/^[1-9]$/.test(event.key)) buttons[Number(event.key) - 1]?.click();
		else return;
		event.preventDefault();
	};
	const onSubmit = (event: FormEvent) => {
		event.preventDefault();
		const at = new Date(own).getTime();
		if (!Number.isNaN(at)) onSnooze(at);
	};
	return (
		<>
			{/* The buttons inside take the focus; their keys are read here for all of them. */}
			{/* biome-ignore lint/a11y/noStaticElementInteractions: see above */}
			<div onKeyDown={onKeyDown} className="grid gap-1">
				{choices.map(({ label, until, at }, index) => (
					<button
						key={until}
						type="button"
						disabled={busy}
						ref={index === 0 ? focusFirst : null}
						onClick={() => onSnooze(until)}
						className="flex items-center gap-3 rounded-md px-3 py-2 text-start hover:bg-raise focus-visible:bg-accent-soft pointer-coarse:py-3"
					>
						<span className="flex-1 font-semibold">{label}</span>
						<span className="text-small text-ink-2">{at !== null && dayTime(at, openedAt)}</span>
						<KeyHint keys={String(index + 1)} />
					</button>
				))}
			</div>
			<form onSubmit={onSubmit} className="mt-3 flex flex-wrap items-end gap-2 border-t border-line pt-3">
				<label htmlFor={field} className="grid flex-1 gap-1 text-small font-semibold">
					Another time
					<input
						id={field}
						type="datetime-local"
						value={own}
						onChange={(event) => setOwn(event.target.value)}
						className="h-7.5 w-full rounded-md border border-control-line bg-panel px-2 font-normal text-ink pointer-coarse:h-11"
					/>
				</label>
				<Button type="submit" disabled={busy || own === ""}>
					Snooze until then
				</Button>
			</form>
		</>
	);
}

/** `Mon 09:00`, or the date when it is further off. */
function dayTime(at: number, now: number): string {
	const day = new Date(at).toLocaleDateString([], { weekday: "short" });
	return at - now < 7 * 86_400_000 ? `${day} ${clockTime(at, at)}` : clockTime(at, now);
}
