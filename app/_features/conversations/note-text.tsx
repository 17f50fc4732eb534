import { classNames } from "../../_ui/class-names.ts";
import { VisibleText } from "../../_ui/safe-text.tsx";

/** So much is seen without unfolding it. */
const SHORT = 240;

interface Props {
	text: string;
	open: boolean;
	onToggle: () => void;
}

/** What neither side said: a slash command, a compaction. */
export function NoteText({ text, open, onToggle }: Props) {
	const isLong = text.length > SHORT || text.split("\n", 5).length > 4;
	return (
		<div className="grid min-w-0 justify-items-start gap-1 text-small text-ink-2">
			<p
				dir="auto"
				data-outside
				className={classNames("max-w-full wrap-anywhere whitespace-pre-wrap", isLong && !open && "line-clamp-3")}
			>
				<VisibleText text={isLong && !open ? text.slice(0, 4 * SHORT) : text} />
			</p>
			{isLong && (
				<button
					type="button"
					aria-expanded={open}
					onClick={onToggle}
					className="rounded-sm text-accent underline underline-offset-2"
				>
					{open ? "Show less" : "Show all"}
				</button>
			)}
		</div>
	);
}
