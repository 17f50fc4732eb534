"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useRef } from "react";
import type { RoadmapEntry } from "../../../server/contract/work.ts";
import { classNames } from "../../_ui/class-names.ts";

interface Props {
	label: string;
	items: readonly RoadmapEntry[];
	/** Of one item in pixels, until it is measured. */
	height: number;
	gap?: number;
	/** The item to keep in sight when it becomes another one. */
	current: string | null;
	/** The item that is to get the focus. */
	wanted: string | null;
	onFocused: () => void;
	className?: string;
	children: (item: RoadmapEntry) => ReactNode;
}

/** Room below the last item for what is said at the bottom of the page. */
const END_PX = 72;

/** A list of any length, of which only the items in sight are in the page. */
export function VirtualItems(props: Props) {
	const { label, items, height, gap = 0, current, wanted, onFocused, className, children } = props;
	const frame = useRef<HTMLDivElement>(null);
	/** Whether an item has been in sight for its sake before. */
	const arrived = useRef(false);
	const virtual = useVirtualizer({
		count: items.length,
		getScrollElement: () => frame.current,
		estimateSize: () => height,
		getItemKey: (index) => items[index]?.ref ?? index,
		overscan: 5,
		gap,
		paddingEnd: END_PX,
	});

	const placeOfWanted = wanted === null ? -1 : items.findIndex(({ ref }) => ref === wanted);
	const placeOfCurrent = current === null ? -1 : items.findIndex(({ ref }) => ref === current);
	// biome-ignore lint/correctness/useExhaustiveDependencies: an item that stays where it is leaves the list where it was scrolled to
	useEffect(() => {
		if (placeOfCurrent < 0) return;
		virtual.scrollToIndex(placeOfCurrent, { align: arrived.current ? "auto" : "center" });
		// On the board its column may be out of sight, too.
		frame.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
		arrived.current = true;
	}, [current, placeOfCurrent]);
	useEffect(() => {
		if (placeOfWanted >= 0) virtual.scrollToIndex(placeOfWanted, { align: "auto" });
	}, [placeOfWanted, virtual]);

	// After each drawing: an item that was out of sight is only there once it has been scrolled to.
	useEffect(() => {
		if (wanted === null || placeOfWanted < 0) return;
		const entry = frame.current?.querySelector<HTMLElement>(`[data-entry="${CSS.escape(wanted)}"]`);
		if (!entry) return;
		entry.focus({ preventScroll: true });
		onFocused();
	});

	return (
		<div ref={frame} className={classNames("min-h-0 flex-1 overflow-y-auto overscroll-contain", className)}>
			<ol aria-label={label} className="relative" style={{ height: virtual.getTotalSize() }}>
				{virtual.getVirtualItems().map(({ index, key, start }) => {
					const item = items[index];
					return (
						item && (
							<li
								key={key}
								data-index={index}
								ref={virtual.measureElement}
								aria-setsize={items.length}
								aria-posinset={index + 1}
								className="absolute inset-x-0 top-0"
								style={{ transform: `translateY(${start}px)` }}
							>
								{children(item)}
							</li>
						)
					);
				})}
			</ol>
		</div>
	);
}
