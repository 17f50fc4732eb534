"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useLayoutEffect, useRef } from "react";
import type { LogLine } from "../../../server/contract/log.ts";
import { useOwnHand } from "../../_ui/use-own-hand.ts";
import { LineText, LogRow } from "./log-row.tsx";
import type { Row } from "./rows.ts";

const LINE_PX = 19;
/** So near to the beginning what comes before it is fetched. */
const NEAR_PX = 400;
const AT_END_PX = 24;

interface Props {
	label: string;
	rows: readonly Row[];
	unfinished?: LogLine | null;
	wrap: boolean;
	/** True: stays at the end as rows are added. */
	following: boolean;
	/** The offset of a line to mark, and to begin with. */
	mark?: number | null;
	/** The person has scrolled away from the end, or back to it. */
	onAway: () => void;
	onEnd: () => void;
	/** The beginning is near. */
	onBeginning: () => void;
	onShow: (offset: number) => void;
	children?: ReactNode;
}

/** The lines, of which only those in sight are in the page. */
export function LogRows(props: Props) {
	const { label, rows, unfinished = null, wrap, following, mark = null, onShow } = props;
	const frame = useRef<HTMLDivElement>(null);
	const ownHand = useOwnHand(frame, AT_END_PX, props);
	const virtual = useVirtualizer({
		count: rows.length,
		getScrollElement: () => frame.current,
		estimateSize: () => LINE_PX,
		getItemKey: (index) => rows[index]?.key ?? index,
		overscan: 10,
		anchorTo: "end",
		scrollEndThreshold: AT_END_PX,
		paddingStart: 8,
		paddingEnd: 8,
	});

	// After each change, also of heights: the end is where the newest line is.
	// biome-ignore lint/correctness/useExhaustiveDependencies: what is new at the end, or another width of lines
	useLayoutEffect(() => {
		if (following && rows.length > 0) virtual.scrollToEnd();
	}, [following, rows, unfinished, wrap, virtual.getTotalSize()]);

	const marked = mark === null ? -1 : rows.findIndex((row) => row.kind === "line" && row.line.offset === mark);
	useEffect(() => {
		if (marked >= 0) virtual.scrollToIndex(marked, { align: "center" });
	}, [marked, virtual]);

	/** Also after what was fetched is there: it may be less than fills the frame. */
	const { onBeginning } = props;
	const isAtBeginning = !following && (virtual.scrollOffset ?? 0) < NEAR_PX;
	// biome-ignore lint/correctness/useExhaustiveDependencies: other rows have another beginning
	useEffect(() => {
		if (isAtBeginning) onBeginning();
	}, [isAtBeginning, rows, onBeginning]);

	return (
		<div
			ref={frame}
			role="log"
			aria-live="off"
			aria-label={label}
			// biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and is to be scrolled by keyboard too
			tabIndex={0}
			{...ownHand}
			className="min-h-0 min-w-0 flex-1 overflow-auto overscroll-contain bg-panel font-mono text-small leading-4.75 -outline-offset-2"
		>
			<div className="relative min-w-full" style={{ height: virtual.getTotalSize() }}>
				{virtual.getVirtualItems().map((item) => {
					const row = rows[item.index];
					if (!row) return null;
					return (
						<div
							key={item.key}
							data-index={item.index}
							ref={virtual.measureElement}
							className="absolute top-0 left-0 min-w-full"
							style={{ transform: `translateY(${item.start}px)`, ...(wrap && { width: "100%" }) }}
						>
							<LogRow row={row} wrap={wrap} marked={item.index === marked} onShow={onShow} />
						</div>
					);
				})}
			</div>
			{unfinished && (
				<div dir="auto" className="min-h-4.75 px-4 desk:px-6 pb-2 whitespace-pre-wrap wrap-anywhere text-ink-2">
					<LineText text={unfinished.text} />
				</div>
			)}
			{props.children}
		</div>
	);
}
