import { memo, type ReactNode } from "react";
import { classNames } from "../../_ui/class-names.ts";
import { VisibleText } from "../../_ui/safe-text.tsx";
import { bytes } from "../../_words/quantity.ts";
import { ansiSpans } from "./ansi-spans.ts";
import { linesWords } from "./lines-words.ts";
import type { Row } from "./rows.ts";

interface Props {
	row: Row;
	wrap: boolean;
	/** The line that was asked for. */
	marked: boolean;
	/** Shows what lies at an offset. */
	onShow: (offset: number) => void;
}

/** One row of the list: a line of the log as its daemon coloured it, or a mark between lines. */
export const LogRow = memo(function LogRow({ row, wrap, marked, onShow }: Props) {
	if (row.kind === "restarted") {
		return <Mark>The log begins anew here: it was emptied, or the daemon has another file now.</Mark>;
	}
	if (row.kind === "skipped") {
		return (
			<Mark>
				{row.lines === null ? `${bytes(row.bytes)} skipped` : `${linesWords(row.lines)} skipped`}, because they came
				faster than they could be shown.{" "}
				<button type="button" onClick={() => onShow(row.from)} className="text-accent underline underline-offset-2">
					Show them
				</button>
			</Mark>
		);
	}
	const { text, cut } = row.line;
	return (
		<div
			data-line
			dir="auto"
			aria-current={marked ? "true" : undefined}
			className={classNames(
				"min-h-4.75 px-4 desk:px-6",
				wrap ? "whitespace-pre-wrap wrap-anywhere" : "w-max min-w-full whitespace-pre",
				marked && "bg-warn-soft",
			)}
		>
			<LineText text={text} />
			{cut > 0 && <span className="text-ink-3"> … and {bytes(cut)} more, in the saved file</span>}
		</div>
	);
});

export function LineText({ text }: { text: string }) {
	return ansiSpans(text).map((span, index) => (
		// Pieces have no identity but their place.
		// biome-ignore lint/suspicious/noArrayIndexKey: the list is made anew from the text each time
		<span key={index} className={span.className || undefined}>
			<VisibleText text={span.text} />
		</span>
	));
}

function Mark({ children }: { children: ReactNode }) {
	return (
		<p className="my-1 border-y border-line bg-raise px-4 desk:px-6 py-0.75 font-sans text-small text-ink-2">
			{children}
		</p>
	);
}
