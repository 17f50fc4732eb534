"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { type Choice, historyPage } from "./paths.ts";
import { RANGES, type RangeId, sensible } from "./window.ts";

const DEFAULT: RangeId = "24h";

/** The present choice and how to make another, without asking the server for the page again. */
export function useChoice(): { choice: Choice; choose: (choice: Choice) => void } {
	const query = useSearchParams().toString();
	const choice = useMemo(() => choiceOf(new URLSearchParams(query)), [query]);
	const choose = useCallback((to: Choice) => window.history.pushState(null, "", historyPage(to)), []);
	return { choice, choose };
}

/** What an address says; what makes no sense in it is left out. */
export function choiceOf(params: URLSearchParams, now = Date.now()): Choice {
	const from = Date.parse(params.get("from") ?? "");
	const to = Date.parse(params.get("to") ?? "");
	const known = RANGES.find(({ id }) => id === params.get("range"));
	const custom = from < to && from < now; // neither holds of a time that is not one
	return { daemon: params.get("daemon"), range: custom ? sensible({ from, to }, now) : (known?.id ?? DEFAULT) };
}
