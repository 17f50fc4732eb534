"use client";

import { useCallback, useEffect, useState } from "react";
import type { LogLine } from "../../../server/contract/log.ts";
import { useLive } from "../../_live/store.ts";
import { logPage } from "./log-api.ts";

const HITS = 100;

export interface LogSearch {
	/** Newest first. */
	hits: LogLine[];
	state: "loading" | "ready" | "failed";
	reason: string | null;
	/** Null when all of the log was looked through. */
	older: (() => void) | null;
	again: () => void;
}

/** Looks for a text in a log, from its newest line to its oldest, some hits at a time. */
export function useLogSearch(name: string, text: string): LogSearch {
	const online = useLive((live) => live.connection.status === "online");
	const [hits, setHits] = useState<LogLine[]>([]);
	const [before, setBefore] = useState<number | null>(null);
	const [status, setStatus] = useState<Pick<LogSearch, "state" | "reason">>({ state: "loading", reason: null });

	const load = useCallback(
		async (from: number | null, signal?: AbortSignal) => {
			setStatus({ state: "loading", reason: null });
			try {
				const query = { search: text, tail: HITS, ...(from !== null && { before: from }) };
				const page = await logPage(name, query, signal);
				const found = page.lines.toReversed();
				setHits((known) => (from === null ? found : [...known, ...found]));
				setBefore(page.older);
				setStatus({ state: "ready", reason: null });
			} catch (error) {
				if (signal?.aborted) return;
				setStatus({ state: "failed", reason: error instanceof Error ? error.message : String(error) });
			}
		},
		[name, text],
	);

	useEffect(() => {
		if (!online) return;
		const abort = new AbortController();
		setHits([]);
		void load(null, abort.signal);
		return () => abort.abort();
	}, [online, load]);

	return {
		hits,
		...status,
		older: before === null ? null : () => void load(before),
		again: () => void load(null),
	};
}
