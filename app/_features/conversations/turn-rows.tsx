"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import type { ListedTurn } from "../../../server/contract/conversations.ts";
import { visibleText } from "../../../server/contract/visible-text.ts";
import { useTimeWords } from "../../_live/clock.ts";
import { useOwnHand } from "../../_ui/use-own-hand.ts";
import { dayWords } from "../work/moment.tsx";
import type { Row } from "./rows.ts";
import { SubagentFold } from "./subagent-fold.tsx";
import { TurnRow } from "./turn-row.tsx";

const ROW_PX = 72;
/** So near to an edge what is beyond it is fetched. */
const NEAR_PX = 600;
const AT_END_PX = 32;
/** Heights become known as rows are drawn, so the way to a turn takes some steps. */
const MOST_FRAMES = 30;

interface Props {
	conversation: number;
	label: string;
	rows: readonly Row[];
	/** True: stays at the end as turns are added. */
	following: boolean;
	/** A turn to mark, and to begin with. */
	mark: number | null;
	isOpen: (turn: ListedTurn, stretch?: boolean) => boolean;
	onToggle: (id: number, open: boolean) => void;
	onToggleAll: (turns: readonly ListedTurn[], open: boolean) => void;
	onAway: () => void;
	onEnd: () => void;
	onBeginning: () => void;
	onEnding: () => void;
}

/** The turns, of which only those in sight are in the page. */
export function TurnRows({ conversation, label, rows, following, mark, isOpen, onToggle, onToggleAll, ...on }: Props) {
	const frame = useRef<HTMLDivElement>(null);
	const ownHand = useOwnHand(frame, AT_END_PX, on);
	const virtual = useVirtualizer({
		count: rows.length,
		getScrollElement: () => frame.current,
		estimateSize: () => ROW_PX,
		getItemKey: (index) => rows[index]?.key ?? index,
		overscan: 6,
		anchorTo: "end",
		scrollEndThreshold: AT_END_PX,
		paddingStart: 8,
		paddingEnd: 16,
	});
	const total = virtual.getTotalSize();
	/** The turn to begin with is in sight: what is read around it before that would carry it away. */
	const [placed, setPlaced] = useState(mark === null);

	// After each change, also of heights: the end is where the newest turn is.
	// biome-ignore lint/correctness/useExhaustiveDependencies: what is new at the end, or a row that has grown
	useLayoutEffect(() => {
		if (following && rows.length > 0) virtual.scrollToEnd();
	}, [following, rows, total]);

	const marked = mark === null ? -1 : rows.findIndex((row) => row.kind === "turn" && row.turn.id === mark);
	const isThere = marked >= 0;
	// biome-ignore lint/correctness/useExhaustiveDependencies: once, as it appears; what comes later must not pull the person back
	useEffect(() => {
		if (!isThere) return;
		let frames = 0;
		let next = 0;
		const look = () => {
			const isSeen = isInSight(frame.current, "[aria-current=true]");
			if (isSeen || frames === MOST_FRAMES) return setPlaced(true);
			virtual.scrollToIndex(marked, { align: "center" });
			frames += 1;
			next = requestAnimationFrame(look);
		};
		look();
		return () => cancelAnimationFrame(next);
	}, [isThere, mark]);

	const offset = virtual.scrollOffset ?? 0;
	const height = virtual.scrollRect?.height ?? 0;
	const { onBeginning, onEnding } = on;
	const isNearBeginning = placed && !following && offset < NEAR_PX;
	const isNearEnding = placed && !following && height > 0 && total - offset - height < NEAR_PX;
	// biome-ignore lint/correctness/useExhaustiveDependencies: other rows have another beginning
	useEffect(() => {
		if (isNearBeginning) onBeginning();
	}, [isNearBeginning, rows, onBeginning]);
	// biome-ignore lint/correctness/useExhaustiveDependencies: other rows have another end
	useEffect(() => {
		if (isNearEnding) onEnding();
	}, [isNearEnding, rows, onEnding]);

	return (
		<div
			ref={frame}
			data-reading
			role="log"
			aria-live="off"
			aria-label={visibleText(label)}
			// biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and is to be scrolled by keyboard too
			tabIndex={0}
			{...ownHand}
			className="min-h-0 min-w-0 flex-1 overflow-x-hidden overflow-y-auto overscroll-contain -outline-offset-2"
		>
			<div className="relative w-full" style={{ height: total }}>
				{virtual.getVirtualItems().map((item) => {
					const row = rows[item.index];
					if (!row) return null;
					return (
						<div
							key={item.key}
							data-index={item.index}
							ref={virtual.measureElement}
							className="absolute top-0 left-0 w-full"
							style={{ transform: `translateY(${item.start}px)` }}
						>
							{row.day && <DayLine at={row.day} />}
							{row.kind === "fold" ? (
								<SubagentFold turns={row.turns} open={row.open} onToggle={(open) => onToggleAll(row.turns, open)} />
							) : (
								<TurnRow
									conversation={conversation}
									turn={row.turn}
									first={row.first}
									marked={row.turn.id === mark}
									open={isOpen(row.turn, false)}
									onToggle={onToggle}
								/>
							)}
						</div>
					);
				})}
			</div>
		</div>
	);
}

function isInSight(frame: HTMLElement | null, selector: string): boolean {
	const row = frame?.querySelector(selector)?.getBoundingClientRect();
	const box = frame?.getBoundingClientRect();
	return row !== undefined && box !== undefined && row.bottom > box.top && row.top < box.bottom;
}

function DayLine({ at }: { at: string }) {
	const words = useTimeWords((now) => dayWords(at, now));
	return (
		<div className="flex items-center gap-3 px-4 pt-4 desk:px-6">
			<span aria-hidden="true" className="h-px flex-1 bg-line" />
			<h3 className="text-small font-strong text-ink-2" suppressHydrationWarning>
				{words}
			</h3>
			<span aria-hidden="true" className="h-px flex-1 bg-line" />
		</div>
	);
}
