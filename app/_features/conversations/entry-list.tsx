"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import type { Placing } from "../../_navigation/use-placing.ts";
import type { Entry } from "./entries.ts";
import { EntryItem } from "./entry-item.tsx";
import type { Place } from "./place.ts";
import type { Entries } from "./use-entries.ts";

interface Props {
	list: Entries;
	placing: Placing<Place>;
	/** The key of the entry that is open, kept in sight when it becomes another. */
	current: string | null;
	/** The one that is to get the focus. */
	wanted: string | null;
	onFocused: () => void;
}

/** Of an entry in pixels, until it is measured. */
const HEIGHT_PX = 64;
/** So many before the end the next page is fetched. */
const AHEAD = 15;

/** Conversations, or what was found: as many as there are, of which only those in sight are in the page. */
export function EntryList({ list, placing, current, wanted, onFocused }: Props) {
	const { entries, more, cut } = list;
	const frame = useRef<HTMLDivElement>(null);
	const virtual = useVirtualizer({
		count: entries.length,
		getScrollElement: () => frame.current,
		estimateSize: () => HEIGHT_PX,
		getItemKey: (index) => entries[index]?.key ?? index,
		overscan: 6,
	});
	const items = virtual.getVirtualItems();
	const last = items.at(-1)?.index ?? 0;
	useEffect(() => {
		if (last >= entries.length - AHEAD) more?.();
	}, [last, entries.length, more]);

	const latest = useRef<{ entries: readonly Entry[]; virtual: typeof virtual }>({ entries, virtual });
	useEffect(() => {
		latest.current = { entries, virtual };
	});
	useEffect(() => {
		const place = latest.current.entries.findIndex(({ key }) => key === (wanted ?? current));
		if (place >= 0) latest.current.virtual.scrollToIndex(place, { align: "auto" });
	}, [current, wanted]);

	// After each drawing: an entry that was out of sight is only there once it has been scrolled to.
	useEffect(() => {
		if (wanted === null) return;
		const item = frame.current?.querySelector<HTMLElement>(`[data-item="${CSS.escape(wanted)}"]`);
		if (!item?.checkVisibility()) return;
		item.focus({ preventScroll: true });
		onFocused();
	});

	return (
		<div ref={frame} className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
			<ul aria-label="Conversations" className="relative" style={{ height: virtual.getTotalSize() }}>
				{items.map(({ index, key, start }) => {
					const entry = entries[index];
					return (
						entry && (
							<li
								key={key}
								data-index={index}
								ref={virtual.measureElement}
								aria-setsize={entries.length}
								aria-posinset={index + 1}
								className="absolute inset-x-0 top-0 border-b border-line"
								style={{ transform: `translateY(${start}px)` }}
							>
								<EntryItem entry={entry} placing={placing} current={entry.key === current} />
							</li>
						)
					);
				})}
			</ul>
			{more && <p className="px-4 py-3 text-ink-2">Loading more…</p>}
			{cut && <p className="px-4 py-3 text-small text-ink-2">There is more; add a word to narrow it down.</p>}
		</div>
	);
}
