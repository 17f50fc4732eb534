import { ChevronRight } from "lucide-react";
import type { ListedTurn } from "../../../server/contract/conversations.ts";
import { classNames } from "../../_ui/class-names.ts";
import { count } from "../../_words/quantity.ts";

interface Props {
	turns: readonly ListedTurn[];
	open: boolean;
	onToggle: (open: boolean) => void;
}

/** What subagents did in between, in one line. */
export function SubagentFold({ turns, open, onToggle }: Props) {
	const failed = turns.filter(({ tool }) => tool?.ok === false).length;
	return (
		<div className="px-4 pt-2 desk:px-6">
			<button
				type="button"
				aria-expanded={open}
				onClick={() => onToggle(!open)}
				className="flex w-full min-w-0 items-center gap-1.5 rounded-md border border-line bg-raise px-2.5 py-1 text-left text-small text-ink-2 hover:border-line-strong hover:text-ink pointer-coarse:py-2.5"
			>
				<ChevronRight aria-hidden="true" size={13} className={classNames("flex-none", open && "rotate-90")} />
				<span>
					<b className="font-semibold">Subagent</b>: {count(turns.length, "turn")}
					{failed > 0 && `, ${count(failed, "step")} failed`}
				</span>
			</button>
		</div>
	);
}
