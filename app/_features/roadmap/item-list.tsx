"use client";

import type { RoadmapEntry } from "../../../server/contract/work.ts";
import { classNames } from "../../_ui/class-names.ts";
import { ItemRow, ROW_COLUMNS } from "./item-row.tsx";
import { VirtualItems } from "./virtual-items.tsx";

export interface ItemsProps {
	items: readonly RoadmapEntry[];
	/** What the keys act on. */
	selected: string | null;
	open: string | null;
	wanted: string | null;
	onFocused: () => void;
}

/** All items in the document's order, a line each. */
export function ItemList({ items, selected, open, wanted, onFocused }: ItemsProps) {
	return (
		<div className="@container flex min-h-0 flex-1 flex-col bg-panel">
			<div
				aria-hidden="true"
				className={classNames(
					"hidden flex-none border-b border-line px-4 py-1.5 text-label desk:px-6 text-ink-3 @4xl:grid",
					ROW_COLUMNS,
				)}
			>
				<span>Item</span>
				<span>Title</span>
				<span>Status</span>
				<span>Estimate</span>
				<span>Depends on</span>
				<span>Latest work</span>
			</div>
			<VirtualItems label="Items" items={items} height={37} current={selected} wanted={wanted} onFocused={onFocused}>
				{(item) => <ItemRow item={item} selected={item.ref === selected} open={item.ref === open} />}
			</VirtualItems>
		</div>
	);
}
