"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { useLive } from "../../_live/store.ts";
import { logPage } from "./log-api.ts";
import { EMPTY, type LogState, MOST_ROWS, takeLater, takeOlder } from "./rows.ts";

const BEFORE = 100;
const AFTER = 200;
const PAGE = 500;

export interface LogAround extends LogState {
	state: "loading" | "ready" | "failed";
	reason: string | null;
	/** True when the newest line is there. */
	isComplete: boolean;
	loadOlder: () => void;
	loadLater: () => void;
}

/** The lines around one that was found, to be read in both directions. Of one place: another has another component. */
export function useLogAround(name: string, at: number): LogAround {
	const online = useLive((live) => live.connection.status === "online");
	const [log, setLog] = useState<LogState>(EMPTY);
	const [status, setStatus] = useState<{ state: LogAround["state"]; reason: string | null }>(LOADING);
	const [isComplete, setComplete] = useState(false);
	const loading = useRef(false);

	const load = useCallback(async (work: () => Promise<void>, signal?: AbortSignal) => {
		if (loading.current) return;
		loading.current = true;
		try {
			await work();
			setStatus({ state: "ready", reason: null });
		} catch (error) {
			if (signal?.aborted) return;
			setStatus({ state: "failed", reason: error instanceof Error ? error.message : String(error) });
		} finally {
			loading.current = false;
		}
	}, []);

	useEffect(() => {
		if (!online) return;
		const abort = new AbortController();
		setStatus(LOADING);
		loading.current = false;
		void load(async () => {
			const [before, after] = await Promise.all([
				logPage(name, { before: at, tail: BEFORE }, abort.signal),
				logPage(name, { from: at, tail: AFTER }, abort.signal),
			]);
			setComplete(after.lines.length < AFTER);
			setLog(takeOlder(takeLater(EMPTY, after.lines, after.end), before.lines, before.older));
		}, abort.signal);
		return () => abort.abort();
	}, [online, name, at, load]);

	return {
		...log,
		...status,
		isComplete,
		loadOlder: () => {
			const { older, rows } = log;
			if (older === null || rows.length >= MOST_ROWS) return;
			void load(async () => {
				const page = await logPage(name, { before: older, tail: PAGE });
				setLog((present) => takeOlder(present, page.lines, page.older));
			});
		},
		loadLater: () => {
			const { end, rows } = log;
			if (end === null || isComplete || rows.length >= MOST_ROWS) return;
			void load(async () => {
				const page = await logPage(name, { from: end, tail: PAGE });
				setComplete(page.lines.length < PAGE);
				setLog((present) => takeLater(present, page.lines, page.end));
			});
		},
	};
}

const LOADING = { state: "loading", reason: null } as const;
