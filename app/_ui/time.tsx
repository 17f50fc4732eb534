"use client";

import { visibleText } from "../../server/contract/visible-text.ts";
import { useTimeWords } from "../_live/clock.ts";
import { age, clockTime, countdown, exactTime, relative } from "../_words/time.ts";
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

/** `04:00`, with the date when it is not today's. */
export function ClockTime({ at, className }: Props) {
	return <Time at={at} words={useTimeWords((now) => clockTime(at, now))} {...(className ? { className } : {})} />;
}

/** The attributes of a `<time>`: for machines, and in full for those who hover. What is no time is only quoted. */
export function momentOf(at: string): { dateTime?: string; title: string } {
	return Number.isNaN(Date.parse(at)) ? { title: visibleText(at) } : { dateTime: at, title: exactTime(at) };
}

function Time({ at, words, className }: Props & { words: string }) {
	return (
		<time {...momentOf(at)} className={classNames("whitespace-nowrap", className)} suppressHydrationWarning>
			{words}
		</time>
	);
}
