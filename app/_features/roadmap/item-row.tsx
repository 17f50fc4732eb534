"use client";

import { memo } from "react";
import { visibleText } from "../../../server/contract/visible-text.ts";
import type { RoadmapEntry } from "../../../server/contract/work.ts";
import { classNames } from "../../_ui/class-names.ts";
import { SafeText } from "../../_ui/safe-text.tsx";
import { runFigures } from "./figures.ts";
import { ItemId } from "./item-id.tsx";
import { ItemTitle } from "./item-title.tsx";
import { Marks } from "./marks.tsx";
import { StatusMark } from "./status-mark.tsx";
import { SHOWN_HINTS, SHOWN_WORDS } from "./status-words.ts";

/** Where the row is wide enough for one line; else the title stands on a line of its own. */
export const ROW_COLUMNS = "@4xl:grid-cols-[114px_minmax(0,1fr)_100px_120px_104px_124px] @4xl:gap-x-4";

interface Props {
	item: RoadmapEntry;
	selected: boolean;
	open: boolean;
}

/** One line of the list. */
export const ItemRow = memo(function ItemRow({ item, selected, open }: Props) {
	return (
		<div
			className={classNames(
				"relative border-b border-line px-4 py-2 desk:px-6",
				selected ? "bg-raise shadow-[inset_3px_0_0_var(--accent)]" : "hover:bg-raise",
			)}
		>
			<div className={classNames("grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-3 gap-y-0.5", ROW_COLUMNS)}>
				<ItemId id={item.ref} className="truncate" />
				<StatusMark
					state={SHOWN_WORDS[item.shown]}
					hint={SHOWN_HINTS[item.shown]}
					className="@4xl:col-start-3 @4xl:row-start-1"
				/>
				<span className="col-span-full row-start-2 flex min-w-0 items-baseline gap-2.5 @4xl:col-span-1 @4xl:col-start-2 @4xl:row-start-1">
					<ItemTitle item={item} open={open} className="line-clamp-2 min-w-0 @4xl:line-clamp-1 @4xl:break-all" />
					<Marks item={item} />
				</span>
				<Cell name="Estimate" value={item.estimate} className="@4xl:col-start-4" />
				<Cell name="Depends on" value={item.dependsOn.join(", ")} className="font-mono @4xl:col-start-5" />
				<Cell name="Latest work" value={item.run ? runFigures(item.run) : null} className="@4xl:col-start-6" />
			</div>
		</div>
	);
});

/** A figure of its own column; where there is one line less, only in the panel. */
function Cell({ name, value, className }: { name: string; value: string | null; className: string }) {
	return (
		<span
			title={value ? visibleText(value) : undefined}
			className={classNames("hidden truncate text-small text-ink-2 @4xl:row-start-1 @4xl:block", className)}
		>
			{value && (
				<>
					<span className="sr-only">{name}: </span>
					<SafeText text={value} />
				</>
			)}
		</span>
	);
}
