"use client";

import { useEffect, useRef, useState } from "react";

/** The value as it changes, at most once every `ms`; the last one is never lost. For what is costly to read again. */
export function useSlowly(value: string, ms: number): string {
	const [shown, setShown] = useState(value);
	const changedAt = useRef(Number.NEGATIVE_INFINITY);
	useEffect(() => {
		if (value === shown) return;
		const wait = Math.max(0, changedAt.current + ms - performance.now());
		const timer = setTimeout(() => {
			changedAt.current = performance.now();
			setShown(value);
		}, wait);
		return () => clearTimeout(timer);
	}, [value, shown, ms]);
	return shown;
}
