import { memo } from "react";
import { classNames } from "../class-names.ts";
import { LineText } from "./line-text.tsx";
import type { Line, Sign, SplitRow, UnifiedRow } from "./rows.ts";

const GROUND: Record<Sign, string> = { " ": "", "+": "bg-ok-soft", "-": "bg-bad-soft" };
const SIGN_WORDS: Record<Sign, string> = { " ": " ", "+": "+", "-": "−" };

/** A line of the diff, or what stands between lines. */
export const DiffRow = memo(function DiffRow({ row }: { row: UnifiedRow | SplitRow }) {
	if (row.kind === "gap") {
		return <p className="border-y border-line bg-raise px-3 py-0.5 text-center text-label text-ink-2">{row.text}</p>;
	}
	if (row.kind === "note") return <p className="px-3 text-label text-ink-2">({row.text})</p>;
	if (row.kind === "lines") {
		return (
			<div className="grid grid-cols-2">
				<Side line={row.left} className="border-r border-line" />
				<Side line={row.right} />
			</div>
		);
	}
	return (
		<div className={classNames("flex", GROUND[row.sign])}>
			<LineNumber value={row.old} />
			<LineNumber value={row.new} />
			<SignMark sign={row.sign} />
			<LineText text={row.text} pair={row.pair} sign={row.sign} />
		</div>
	);
});

function Side({ line, className }: { line: Line | null; className?: string }) {
	if (!line) return <div className={classNames("bg-raise", className)} />;
	return (
		<div className={classNames("flex min-w-0", GROUND[line.sign], className)}>
			<LineNumber value={line.number} />
			<SignMark sign={line.sign} />
			<LineText text={line.text} pair={line.pair} sign={line.sign} />
		</div>
	);
}

function LineNumber({ value }: { value: number | null }) {
	return (
		<span className="w-10 flex-none pr-1.5 text-right text-label leading-4.75 text-ink-2 select-none tablet:w-12">
			{value ?? ""}
		</span>
	);
}

function SignMark({ sign }: { sign: Sign }) {
	return (
		<span
			className={classNames(
				"w-4 flex-none text-center select-none",
				sign === "+" && "text-ok",
				sign === "-" && "text-bad",
			)}
		>
			{SIGN_WORDS[sign]}
		</span>
	);
}
