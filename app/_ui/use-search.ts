"use client";

import { useEffect, useRef, useState } from "react";
import type { Placing } from "../_navigation/use-placing.ts";

/** So long after the last key the address follows. */
const PAUSE_MS = 300;

/** The text of the search field. What it finds is shown while it is typed; the address follows after a short pause. */
export function useSearch({ place, go }: Placing<{ search: string }>): [text: string, setText: (text: string) => void] {
	const [text, setText] = useState(place.search);
	/** What this field has put into the address last. */
	const written = useRef(place.search);

	useEffect(() => {
		if (text === written.current) return;
		const pause = setTimeout(() => {
			written.current = text;
			go({ search: text }, "replace");
		}, PAUSE_MS);
		return () => clearTimeout(pause);
	}, [text, go]);

	// The address was changed by something else: a link, or the way back.
	useEffect(() => {
		if (place.search === written.current) return;
		written.current = place.search;
		setText(place.search);
	}, [place.search]);

	return [text, setText];
}
