"use client";

import { useMemo } from "react";
import { columnsOf } from "./arrange.ts";
import { Card } from "./card.tsx";
import type { ItemsProps } from "./item-list.tsx";
import { VirtualItems } from "./virtual-items.tsx";

/** What is planned, in work, waiting and done, side by side. Where there is little room the columns slide. */
export function Board({ items, selected, open, wanted, onFocused }: ItemsProps) {
	const columns = useMemo(() => columnsOf(items), [items]);
	return (
		<div className="flex min-h-0 flex-1 snap-x snap-mandatory gap-3 overflow-x-auto p-3 scroll-px-3 desk:snap-none desk:px-6 desk:py-4">
			{columns.map((column) => (
				<section
					key={column.id}
					aria-labelledby={`column-${column.id}`}
					className="flex min-h-0 min-w-[min(280px,82%)] flex-1 snap-start flex-col rounded-lg border border-line bg-panel desk:min-w-60"
				>
					<h2
						id={`column-${column.id}`}
						className="flex flex-none items-baseline gap-2 border-b border-line px-3 py-2 text-[0.8125rem] font-strong"
					>
						{column.title} <span className="text-small font-normal text-ink-2">{column.items.length}</span>
					</h2>
					{column.items.length === 0 ? (
						<p className="px-3 py-3 text-small text-ink-2">{column.empty}</p>
					) : (
						<VirtualItems
							label={column.title}
							items={column.items}
							height={76}
							current={selected}
							wanted={wanted}
							onFocused={onFocused}
						>
							{(item) => (
								<Card item={item} plain={column.plain} selected={item.ref === selected} open={item.ref === open} />
							)}
						</VirtualItems>
					)}
				</section>
			))}
		</div>
	);
}
