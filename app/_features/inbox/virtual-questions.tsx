"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useRef } from "react";
import type { Question } from "../../../server/contract/question.ts";

interface Props {
	label: string;
	questions: readonly Question[];
	/** The one to keep in sight when it becomes another. */
	current: string | null;
	/** The one that is to get the focus. */
	wanted: string | null;
	onFocused: () => void;
	/** The end is near; null when nothing follows. */
	onEnd: (() => void) | null;
	/** What stands after the last one. */
	end: ReactNode;
	children: (question: Question) => ReactNode;
}

/** Of one line of the list in pixels, until it is measured. */
const HEIGHT_PX = 66;
/** So many before the end the next page is fetched. */
const AHEAD = 20;

/** A list of any length, of which only the questions in sight are in the page. */
export function VirtualQuestions({ label, questions, current, wanted, onFocused, onEnd, end, children }: Props) {
	const frame = useRef<HTMLDivElement>(null);
	const virtual = useVirtualizer({
		count: questions.length,
		getScrollElement: () => frame.current,
		estimateSize: () => HEIGHT_PX,
		getItemKey: (index) => questions[index]?.ticket ?? index,
		overscan: 6,
	});
	const items = virtual.getVirtualItems();
	const last = items.at(-1)?.index ?? 0;

	useEffect(() => {
		if (last >= questions.length - AHEAD) onEnd?.();
	}, [last, questions.length, onEnd]);

	const placeOf = (ticket: string | null) =>
		ticket === null ? -1 : questions.findIndex((one) => one.ticket === ticket);
	const latest = useRef({ placeOf, virtual });
	useEffect(() => {
		latest.current = { placeOf, virtual };
	});
	useEffect(() => {
		const place = latest.current.placeOf(wanted ?? current);
		if (place >= 0) latest.current.virtual.scrollToIndex(place, { align: "auto" });
	}, [current, wanted]);

	// After each drawing: a question that was out of sight is only there once it has been scrolled to.
	useEffect(() => {
		if (wanted === null) return;
		const item = frame.current?.querySelector<HTMLElement>(`[data-item="${CSS.escape(wanted)}"]`);
		if (!item?.checkVisibility()) return;
		item.focus({ preventScroll: true });
		onFocused();
	});

	return (
		<div ref={frame} className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
			<ul aria-label={label} className="relative" style={{ height: virtual.getTotalSize() }}>
				{items.map(({ index, key, start }) => {
					const question = questions[index];
					return (
						question && (
							<li
								key={key}
								data-index={index}
								ref={virtual.measureElement}
								aria-setsize={questions.length}
								aria-posinset={index + 1}
								className="group absolute inset-x-0 top-0 border-b border-line"
								style={{ transform: `translateY(${start}px)` }}
							>
								{children(question)}
							</li>
						)
					);
				})}
			</ul>
			{end}
		</div>
	);
}
