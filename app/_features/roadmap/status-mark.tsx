import { classNames } from "../../_ui/class-names.ts";
import { StateShape } from "../../_ui/state-badge.tsx";
import type { StateWords, Tone } from "../../_words/daemon-words.ts";

const COLOURS: Record<Tone, string> = {
	ok: "text-ok",
	warn: "text-warn",
	bad: "text-bad",
	wait: "text-wait",
	off: "text-off",
	busy: "text-accent",
};

/** A state as shape, word and colour, without a ground of its own: for lists where each line has one. */
export function StatusMark({ state, hint, className }: { state: StateWords; hint?: string; className?: string }) {
	return (
		<span
			title={hint}
			className={classNames(
				"inline-flex shrink-0 items-center gap-1.5 text-small font-semibold whitespace-nowrap",
				COLOURS[state.tone],
				className,
			)}
		>
			<StateShape shape={state.shape} />
			{state.word}
		</span>
	);
}
