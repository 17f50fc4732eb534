"use client";

import { type RefObject, useCallback, useEffect, useState } from "react";

/** Puts the focus on an element of the page that has `ticket` in its address, once that page is there. */
export function useFocusAt(frame: RefObject<HTMLElement | null>, here: string | null) {
	const [wanted, setWanted] = useState<{ selector: string; ticket: string | null } | null>(null);
	useEffect(() => {
		if (wanted === null || wanted.ticket !== here) return;
		frame.current?.querySelector<HTMLElement>(wanted.selector)?.focus();
		setWanted(null);
	}, [frame, wanted, here]);
	return useCallback((selector: string, ticket: string | null) => setWanted({ selector, ticket }), []);
}
