import { exactTime, span } from "../../_words/time.ts";

/** `heard of 4 s before`, with the exact time on hover: how long before the end, which is what tells something. */
export function Before({ at, end, what }: { at: string; end: string; what: string }) {
	const distance = Date.parse(end) - Date.parse(at);
	if (Number.isNaN(distance)) return null;
	return (
		<span className="ml-auto text-small text-ink-2">
			{what}{" "}
			<time dateTime={at} title={exactTime(at)} suppressHydrationWarning>
				{span(distance)} before
			</time>
		</span>
	);
}
