import type { ReactNode } from "react";
import type { Shape, StateWords, Tone } from "../_words/daemon-words.ts";
import { classNames } from "./class-names.ts";

const TONES: Record<Tone, string> = {
	ok: "bg-ok-soft text-ok",
	warn: "bg-warn-soft text-warn",
	bad: "bg-bad-soft text-bad",
	wait: "bg-wait-soft text-wait",
	off: "bg-off-soft text-off",
	busy: "bg-accent-soft text-accent",
};

/** A state as shape, word and colour. */
export function StateBadge({ state }: { state: StateWords }) {
	return (
		<Pill tone={state.tone}>
			<StateShape shape={state.shape} />
			{state.word}
		</Pill>
	);
}

export function Pill({ tone, children }: { tone: Tone; children: ReactNode }) {
	return (
		<span
			data-live="state"
			className={classNames(
				"inline-flex shrink-0 items-center gap-1.5 rounded-pill px-2 text-small leading-5 font-semibold whitespace-nowrap",
				TONES[tone],
			)}
		>
			{children}
		</span>
	);
}

const SHAPES: Record<Shape, ReactNode> = {
	play: <path d="M2 1l7 4-7 4z" fill="currentColor" />,
	ring: <circle cx="5" cy="5" r="3.25" />,
	clock: (
		<>
			<circle cx="5" cy="5" r="4" />
			<path d="M5 2.75V5l1.5 1" />
		</>
	),
	pause: <path d="M3.25 1.5v7M6.75 1.5v7" strokeWidth="2" />,
	square: <rect x="1.5" y="1.5" width="7" height="7" rx="1" fill="currentColor" stroke="none" />,
	dots: (
		<g fill="currentColor" stroke="none" className="animate-pulse">
			<circle cx="1.5" cy="5" r="1.25" />
			<circle cx="5" cy="5" r="1.25" />
			<circle cx="8.5" cy="5" r="1.25" />
		</g>
	),
	bang: <path d="M5 1v4.75M5 7.75v1.5" strokeWidth="2" />,
	cross: <path d="m2 2 6 6M8 2 2 8" strokeWidth="1.75" />,
	question: <path d="M3 3.25a2 2 0 1 1 2.9 1.8c-.6.3-.9.7-.9 1.3M5 8.2v.8" />,
	check: <path d="m1.75 5.5 2.25 2.25L8.25 2.5" strokeWidth="1.75" />,
};

export function StateShape({ shape }: { shape: Shape }) {
	return (
		<svg
			aria-hidden="true"
			viewBox="0 0 10 10"
			className="size-2.5 flex-none"
			fill="none"
			stroke="currentColor"
			strokeWidth="1.4"
		>
			{SHAPES[shape]}
		</svg>
	);
}
