"use client";

import { memo } from "react";
import { visibleText } from "../../../server/contract/visible-text.ts";
import type { RoadmapEntry, ShownStatus } from "../../../server/contract/work.ts";
import { classNames } from "../../_ui/class-names.ts";
import { SafeText } from "../../_ui/safe-text.tsx";
import { runFigures } from "./figures.ts";
import { ItemId } from "./item-id.tsx";
import { ItemTitle } from "./item-title.tsx";
import { Marks } from "./marks.tsx";
import { StatusMark } from "./status-mark.tsx";
import { SHOWN_HINTS, SHOWN_WORDS } from "./status-words.ts";

interface Props {
	item: RoadmapEntry;
	/** The status that goes without saying here. */
	plain: ShownStatus;
	selected: boolean;
	open: boolean;
}

/** An item on the board. */
export const Card = memo(function Card({ item, plain, selected, open }: Props) {
	const { shown, tickets, estimate, run, warnings } = item;
	const figures = run ? runFigures(run) : "";
	return (
		<div
			className={classNames(
				"relative grid gap-1 border-b border-line px-3 py-2.5",
				selected ? "bg-raise shadow-[inset_3px_0_0_var(--accent)]" : "hover:bg-raise",
			)}
		>
			<p className="flex items-baseline gap-2">
				<ItemId id={item.ref} className="min-w-0 truncate" />
				{shown !== plain && <StatusMark state={SHOWN_WORDS[shown]} hint={SHOWN_HINTS[shown]} className="ml-auto" />}
			</p>
			<p className="min-w-0">
				<ItemTitle item={item} open={open} className="line-clamp-3" />
			</p>
			{(item.next || estimate || figures || tickets.length > 0 || warnings.length > 0) && (
				<p className="flex min-w-0 flex-wrap items-baseline gap-x-3 gap-y-0.5 text-small text-ink-2">
					{estimate && (
						<span className="max-w-full truncate" title={visibleText(estimate)}>
							<span className="sr-only">Estimate: </span>
							<SafeText text={estimate} />
						</span>
					)}
					{figures && (
						<span>
							<span className="sr-only">Latest work: </span>
							{figures}
						</span>
					)}
					<Marks item={item} />
				</p>
			)}
		</div>
	);
});
