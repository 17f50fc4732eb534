"use client";

import { useCallback, useRef } from "react";
import type { StoreApi } from "zustand/vanilla";
import { logPage } from "./log-api.ts";
import { type LogState, MOST_ROWS, takeOlder } from "./rows.ts";

const PAGE = 500;

/** Fetches what comes before the first row, a page at a time; what is asked for meanwhile is the same page. */
export function useOlder(name: string, store: StoreApi<LogState>, onFailure: (sentence: string) => void): () => void {
	const isLoading = useRef(false);
	return useCallback(async () => {
		const { older, rows } = store.getState();
		if (isLoading.current || older === null || rows.length >= MOST_ROWS) return;
		isLoading.current = true;
		try {
			const page = await logPage(name, { before: older, tail: PAGE });
			store.setState((state) => (state.older === older ? takeOlder(state, page.lines, page.older) : state));
		} catch (error) {
			onFailure(error instanceof Error ? error.message : String(error));
		} finally {
			isLoading.current = false;
		}
	}, [name, store, onFailure]);
}
