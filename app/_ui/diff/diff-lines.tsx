"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef } from "react";
import { DiffRow } from "./diff-row.tsx";
import { type SplitRow, splitRows, type UnifiedRow, unifiedRows } from "./rows.ts";
import type { Hunk } from "./shown-file.ts";

/** More rows than this are in a frame of their own, of which only those in sight are in the page. */
const MANY = 600;
const LINE_PX = 19;

interface Props {
	label: string;
	hunks: readonly Hunk[];
	split: boolean;
}

/** The lines of one file. */
export function DiffLines({ label, hunks, split }: Props) {
	const rows = useMemo(() => (split ? splitRows(hunks) : unifiedRows(hunks)), [hunks, split]);
	const text = "font-mono text-small leading-4.75";
	if (rows.length > MANY) return <ManyLines label={label} rows={rows} className={text} />;
	return (
		<div className={`${text} py-1`}>
			{rows.map((row, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
				<DiffRow key={index} row={row} />
			))}
		</div>
	);
}

function ManyLines({
	label,
	rows,
	className,
}: {
	label: string;
	rows: readonly (UnifiedRow | SplitRow)[];
	className: string;
}) {
	const frame = useRef<HTMLElement>(null);
	const virtual = useVirtualizer({
		count: rows.length,
		getScrollElement: () => frame.current,
		estimateSize: () => LINE_PX,
		overscan: 20,
		paddingStart: 4,
		paddingEnd: 4,
	});
	return (
		<section
			ref={frame}
			// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to take the focus
			tabIndex={0}
			aria-label={label}
			className={`${className} h-[70vh] overflow-y-auto`}
		>
			<div className="relative" style={{ height: virtual.getTotalSize() }}>
				{virtual.getVirtualItems().map(({ index, key, start }) => {
					const row = rows[index];
					return (
						row && (
							<div
								key={key}
								data-index={index}
								ref={virtual.measureElement}
								className="absolute inset-x-0 top-0"
								style={{ transform: `translateY(${start}px)` }}
							>
								<DiffRow row={row} />
							</div>
						)
					);
				})}
			</div>
		</section>
	);
}
