"use client";

import { useEffect, useRef, useState } from "react";
import type { WorkBucket } from "../../../server/contract/record.ts";
import type { SumsDrawing } from "./draw-sums.ts";
import { bucketWords } from "./sums-words.ts";

/** Tasks per hour or day as bars. React makes its place; what is drawn in it is none of React's business. */
export function SumsChart({ buckets, label }: { buckets: readonly WorkBucket[]; label: string }) {
	const place = useRef<HTMLDivElement>(null);
	const readout = useRef<HTMLOutputElement>(null);
	const latest = useRef(buckets);
	const [drawing, setDrawing] = useState<SumsDrawing | null>(null);

	useEffect(() => {
		latest.current = buckets;
		drawing?.draw(buckets);
	}, [drawing, buckets]);

	useEffect(() => {
		let made: SumsDrawing | null = null;
		let gone = false;
		const tell = (index: number | null) => {
			const bucket = index === null ? undefined : latest.current[index];
			if (readout.current) readout.current.textContent = bucket ? `${bucket.label}: ${bucketWords(bucket)}` : "";
		};
		// The library comes after the page, into a place of its own height.
		void import("./draw-sums.ts").then(({ drawSums }) => {
			if (!place.current || gone) return;
			made = drawSums(place.current, tell);
			made.draw(latest.current);
			setDrawing(made);
		});
		return () => {
			gone = true;
			setDrawing(null);
			made?.destroy();
		};
	}, []);

	const finished = buckets.reduce((sum, bucket) => sum + bucket.finished, 0);
	const failed = buckets.reduce((sum, bucket) => sum + bucket.failed, 0);
	return (
		<figure className="grid min-w-0 gap-1">
			<div
				ref={place}
				role="img"
				aria-label={`${label}: ${finished} finished, ${failed} failed. The table below has the figures.`}
				data-live="chart"
				className="h-28 overflow-hidden"
			/>
			<figcaption className="flex min-h-4.5 flex-wrap gap-x-4 text-small text-ink-2">
				<span className="inline-flex items-center gap-1.5">
					<span aria-hidden="true" className="size-2.5 rounded-sm bg-accent" /> finished
				</span>
				<span className="inline-flex items-center gap-1.5">
					<span aria-hidden="true" className="size-2.5 rounded-sm bg-bad" /> failed
				</span>
				<output ref={readout} aria-hidden="true" className="ml-auto" />
			</figcaption>
		</figure>
	);
}
