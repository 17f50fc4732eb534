"use client";

import { useTimeWords } from "../_live/clock.ts";
import { age, countdown, exactTime, relative } from "../_words/time.ts";
import { classNames } from "./class-names.ts";

interface Props {
	at: string;
	className?: string;
}

/** `3 h ago`, with the exact time on hover. */
export function RelativeTime({ at, className }: Props) {
	return <Time at={at} words={useTimeWords((now) => relative(at, now))} {...(className ? { className } : {})} />;
}

/** `3 h`, for columns where "ago" goes without saying. */
export function Age({ at, className }: Props) {
	return <Time at={at} words={useTimeWords((now) => age(at, now))} {...(className ? { className } : {})} />;
}

/** `00:42` until then. */
export function Countdown({ at, className }: Props) {
	return <Time at={at} words={useTimeWords((now) => countdown(at, now))} {...(className ? { className } : {})} />;
}

function Time({ at, words, className }: Props & { words: string }) {
	const known = !Number.isNaN(Date.parse(at));
	return (
		<time
			dateTime={known ? at : undefined}
			title={known ? exactTime(at) : at}
			className={classNames("whitespace-nowrap", className)}
			suppressHydrationWarning
		>
			{words}
		</time>
	);
}
