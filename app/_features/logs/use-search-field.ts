"use client";

import { useEffect, useRef, useState } from "react";
import type { Place } from "./use-place.ts";

/** So long after the last key the search begins. */
const PAUSE_MS = 300;

export interface SearchField {
	text: string;
	setText: (text: string) => void;
	/** Searches at once; from a line that was found it leads back to the results. */
	submit: () => void;
	/** Leaves the search. False when there is none to leave. */
	clear: () => boolean;
}

/** The text of the search field and the search in the address, which follows it after a short pause. */
export function useSearchField(place: Place, go: (place: Place, how?: "push" | "replace") => void): SearchField {
	const [text, setText] = useState(place.search ?? "");
	/** What this field has asked for and the address does not show yet. */
	const asked = useRef<(string | null)[]>([]);

	const latestSearch = () => {
		const [last] = asked.current.slice(-1);
		return last === undefined ? place.search : last;
	};
	const ask = (search: string | null) => {
		// An address that stays the same does not report back.
		if (search !== latestSearch()) asked.current.push(search);
		// One search is one step back, however often it was refined.
		const refines = search !== null && place.search !== null && place.at === null;
		go({ ...place, search, at: null }, refines ? "replace" : "push");
	};
	const follow = () => {
		const search = searchOf(text);
		if (search !== latestSearch()) ask(search);
	};
	const latest = useRef(follow);
	useEffect(() => {
		latest.current = follow;
	});

	// biome-ignore lint/correctness/useExhaustiveDependencies: each change of the text begins the pause anew
	useEffect(() => {
		const pause = setTimeout(() => latest.current(), PAUSE_MS);
		return () => clearTimeout(pause);
	}, [text]);

	// A result that was followed back, or a search that was left elsewhere; not this field's own, which may be older than
	// what has been typed since.
	useEffect(() => {
		const own = asked.current.indexOf(place.search);
		asked.current.splice(0, own < 0 ? asked.current.length : own + 1);
		if (own < 0) setText(place.search ?? "");
	}, [place.search]);

	return {
		text,
		setText,
		submit: () => {
			const search = searchOf(text);
			if (search !== latestSearch() || place.at !== null) ask(search);
		},
		clear: () => {
			if (text === "" && latestSearch() === null && place.at === null) return false;
			setText("");
			if (latestSearch() !== null || place.at !== null) ask(null);
			return true;
		},
	};
}

/** Nothing but spaces is no search. */
function searchOf(text: string): string | null {
	return text.trim() === "" ? null : text;
}
