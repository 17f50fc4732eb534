"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { getJson } from "../../_live/http.ts";
import { useLive, useLiveState } from "../../_live/store.ts";
import { useSlowly } from "../../_live/use-slowly.ts";
import { extended, type ListPage, refreshed } from "./page-merge.ts";

const PAGE = 200;
/** With every change of a question the list may be another one; read again at most this often. */
const REFRESH_MS = 1_000;

export interface Pages {
	questions: ListPage["questions"];
	state: "loading" | "ready" | "failed";
	/** Why it failed. */
	reason: string | null;
	/** Loads what follows; null when nothing does. */
	more: (() => void) | null;
	again: () => void;
}

interface Known extends ListPage {
	query: string;
	state: Pages["state"];
	reason: string | null;
}

/** A list of the API, page by page, read again as questions change. `query`: as the API wants it; null: nothing is asked. */
export function usePages(query: string | null): Pages {
	const online = useLive((live) => live.connection.status === "online");
	const revision = useSlowly(
		useLiveState((state) => String(state.revisions.inbox ?? 0), "0"),
		REFRESH_MS,
	);
	const [known, setKnown] = useState<Known | null>(null);
	const [turn, setTurn] = useState(0);
	const loading = useRef(false);

	// biome-ignore lint/correctness/useExhaustiveDependencies: a changed list, and another try, are read anew
	useEffect(() => {
		if (!online || query === null) return;
		const abort = new AbortController();
		pageOf(query, null, abort.signal).then(
			(page) =>
				setKnown((before) => {
					const list = before?.query === query ? refreshed(before, page) : page;
					return { ...list, query, state: "ready", reason: null };
				}),
			(error: unknown) => {
				if (!abort.signal.aborted) setKnown((before) => failed(before, query, error));
			},
		);
		return () => abort.abort();
	}, [online, query, revision, turn]);

	const current = known?.query === query ? known : null;
	const next = current?.next ?? null;
	const more = useCallback(() => {
		if (query === null || next === null || loading.current) return;
		loading.current = true;
		pageOf(query, next)
			.then(
				(page) =>
					setKnown((before) =>
						before?.query === query && before.next === next ? { ...before, ...extended(before, page) } : before,
					),
				(error: unknown) => setKnown((before) => failed(before, query, error)),
			)
			.finally(() => {
				loading.current = false;
			});
	}, [query, next]);

	return {
		questions: current?.questions ?? [],
		state: current?.state ?? "loading",
		reason: current?.reason ?? null,
		more: next === null ? null : more,
		again: () => setTurn((one) => one + 1),
	};
}

function pageOf(query: string, cursor: string | null, signal?: AbortSignal): Promise<ListPage> {
	const params = new URLSearchParams(query);
	params.set("limit", String(PAGE));
	if (cursor !== null) params.set("cursor", cursor);
	return getJson<ListPage>(`/api/v1/questions?${params}`, signal);
}

function failed(before: Known | null, query: string, error: unknown): Known {
	const list = before?.query === query ? before : { questions: [], next: null };
	const reason = error instanceof Error ? error.message : String(error);
	return { questions: list.questions, next: list.next, query, state: "failed", reason };
}
