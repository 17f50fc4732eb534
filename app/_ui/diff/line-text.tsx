import { memo } from "react";
import { classNames } from "../class-names.ts";
import { VisibleText } from "../safe-text.tsx";
import type { Sign } from "./rows.ts";
import { wordMarks } from "./word-marks.ts";

/** Characters of one line that are shown. */
const MAX_LINE = 4_000;

/** The text of a line, with what differs marked. Nothing in it can hide, or reorder what stands beside it. */
export const LineText = memo(function LineText({
	text,
	pair,
	sign,
}: {
	text: string;
	pair: string | null;
	sign: Sign;
}) {
	const shown = text.length > MAX_LINE ? text.slice(0, MAX_LINE) : text;
	// A carriage return at the end is how the file's lines end.
	const line = shown.endsWith("\r") ? shown.slice(0, -1) : shown;
	return (
		<span data-outside className="min-w-0 flex-1 pr-3 whitespace-pre-wrap [overflow-wrap:anywhere] [tab-size:4]">
			{sign === " " ? (
				<VisibleText text={line} mode="code" />
			) : (
				wordMarks(line, pair, sign).map((part, index) => (
					<span
						// biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
						key={index}
						className={classNames(
							part.marked && "rounded-sm font-semibold underline decoration-1 underline-offset-2",
							part.marked && (sign === "+" ? "decoration-ok" : "decoration-bad"),
						)}
					>
						<VisibleText text={part.text} mode="code" />
					</span>
				))
			)}
			{text.length > MAX_LINE && (
				<span className="text-ink-2"> … {(text.length - MAX_LINE).toLocaleString("en")} characters more</span>
			)}
			{line === "" && "\n"}
		</span>
	);
});
