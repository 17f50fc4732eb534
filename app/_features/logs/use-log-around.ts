"use client";

import { useCallback, useEffect, useState } from "react";
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { useLive } from "../../_live/store.ts";
import { logPage } from "./log-api.ts";
import { EMPTY, type LogState, MOST_ROWS, takeLater, takeOlder } from "./rows.ts";
import { useOlder } from "./use-older.ts";

const BEFORE = 100;
const AFTER = 200;
const PAGE = 500;

export interface LogAround extends LogState {
	isLoading: boolean;
	/** Why the lines did not come, in one sentence. */
	failure: string | null;
	/** True when the newest line is there. */
	isComplete: boolean;
	loadOlder: () => void;
	loadLater: () => void;
}

/** The lines around one that was found, to be read in both directions. Of one place: another has another component. */
export function useLogAround(name: string, at: number): LogAround {
	const online = useLive((live) => live.connection.status === "online");
	const [store] = useState(() => createStore<LogState>(() => EMPTY));
	const [isLoading, setLoading] = useState(true);
	const [failure, setFailure] = useState<string | null>(null);
	const [isComplete, setComplete] = useState(false);

	const load = useCallback(async (work: () => Promise<void>, signal?: AbortSignal) => {
		setLoading(true);
		setFailure(null);
		try {
			await work();
		} catch (error) {
			if (!signal?.aborted) setFailure(error instanceof Error ? error.message : String(error));
		} finally {
			if (!signal?.aborted) setLoading(false);
		}
	}, []);

	useEffect(() => {
		if (!online) return;
		const abort = new AbortController();
		const { signal } = abort;
		void load(async () => {
			const [before, after] = await Promise.all([
				logPage(name, { before: at, tail: BEFORE }, signal),
				logPage(name, { from: at, tail: AFTER }, signal),
			]);
			setComplete(after.lines.length < AFTER);
			store.setState(takeOlder(takeLater(EMPTY, after.lines, after.end), before.lines, before.older));
		}, signal);
		return () => abort.abort();
	}, [online, name, at, store, load]);

	const loadLater = useCallback(() => {
		const { end, rows } = store.getState();
		if (end === null || rows.length >= MOST_ROWS) return;
		void load(async () => {
			const page = await logPage(name, { from: end, tail: PAGE });
			setComplete(page.lines.length < PAGE);
			store.setState((state) => (state.end === end ? takeLater(state, page.lines, page.end) : state));
		});
	}, [name, store, load]);

	return {
		...useStore(store),
		isLoading,
		failure,
		isComplete,
		loadOlder: useOlder(name, store, setFailure),
		loadLater,
	};
}
