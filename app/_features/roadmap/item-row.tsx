"use client";

import { TriangleAlert } from "lucide-react";
import { memo } from "react";
import { visibleText } from "../../../server/contract/visible-text.ts";
import type { RoadmapEntry } from "../../../server/contract/work.ts";
import { classNames } from "../../_ui/class-names.ts";
import { SafeText } from "../../_ui/safe-text.tsx";
import { TicketLinks } from "../../_ui/ticket-link.tsx";
import { count } from "../../_words/quantity.ts";
import { runFigures } from "./figures.ts";
import { ItemId } from "./item-id.tsx";
import { ItemLink } from "./item-link.tsx";
import { NextFlag } from "./next-flag.tsx";
import { StatusMark } from "./status-mark.tsx";
import { SHOWN_HINTS, SHOWN_WORDS } from "./status-words.ts";

/** Where the row is wide enough for one line; else the title stands on a line of its own. */
export const ROW_COLUMNS = "@4xl:grid-cols-[104px_minmax(0,1fr)_104px_96px_128px_88px_136px_20px] @4xl:gap-x-4";

interface Props {
	item: RoadmapEntry;
	selected: boolean;
	open: boolean;
}

/** One line of the list. */
export const ItemRow = memo(function ItemRow({ item, selected, open }: Props) {
	const over = item.shown === "done" || item.shown === "cancelled";
	const figures = item.run ? runFigures(item.run) : "";
	return (
		<div
			className={classNames(
				"relative border-b border-l-3 border-b-line py-2 pr-4 pl-3.25",
				selected ? "border-l-accent bg-raise" : "border-l-transparent hover:bg-raise",
			)}
		>
			<div
				className={classNames("grid grid-cols-[auto_minmax(0,1fr)_auto] items-baseline gap-x-3 gap-y-0.5", ROW_COLUMNS)}
			>
				<ItemId id={item.id} className="truncate" />
				<span className="col-span-full row-start-2 flex min-w-0 items-baseline gap-2 @4xl:col-span-1 @4xl:col-start-2 @4xl:row-start-1">
					<ItemLink
						item={item.ref}
						isEntry
						current={open}
						className={classNames(
							"line-clamp-2 min-w-0 break-words after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent @4xl:line-clamp-1",
							over ? "text-ink-2" : "font-semibold",
						)}
					>
						<span className="sr-only">{visibleText(item.id)} </span>
						{item.title ? <SafeText text={item.title} /> : "Without a title"}
					</ItemLink>
					{item.next && <NextFlag />}
				</span>
				<StatusMark state={SHOWN_WORDS[item.shown]} hint={SHOWN_HINTS[item.shown]} className="row-start-1" />
				<Cell name="Estimate" value={item.estimate} />
				<Cell name="Depends on" value={item.dependsOn.join(", ")} mono />
				<span className="relative z-1 row-start-1 text-small @4xl:col-start-6">
					{item.tickets.length > 0 && <TicketLinks tickets={item.tickets} />}
				</span>
				<Cell name="Latest work" value={figures} />
				<span
					className={classNames(
						"row-start-1 text-warn @4xl:col-start-8",
						item.tickets.length > 0 ? "hidden @4xl:block" : "justify-self-end",
					)}
				>
					{item.warnings.length > 0 && (
						<span title={item.warnings.map((warning) => visibleText(warning)).join("\n")}>
							<TriangleAlert aria-hidden="true" size={14} strokeWidth={1.75} className="translate-y-0.5" />
							<span className="sr-only">{count(item.warnings.length, "warning")}</span>
						</span>
					)}
				</span>
			</div>
		</div>
	);
});

/** A figure of its own column; where there is one line less, only in the panel. */
function Cell({ name, value, mono = false }: { name: string; value: string | null; mono?: boolean }) {
	return (
		<span
			title={value ? visibleText(value) : undefined}
			className={classNames("hidden truncate text-small text-ink-2 @4xl:block", mono && "font-mono")}
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
