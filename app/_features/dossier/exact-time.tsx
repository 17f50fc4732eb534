import { exactTime } from "../../_words/time.ts";

/** A moment to the second, in the person's own time zone. */
export function ExactTime({ at }: { at: string }) {
	if (Number.isNaN(Date.parse(at))) return "at an unknown time";
	return (
		<time dateTime={at} suppressHydrationWarning>
			{exactTime(at)}
		</time>
	);
}
