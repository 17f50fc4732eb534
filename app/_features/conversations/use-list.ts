"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { RecordedConversation } from "../../../server/contract/conversations.ts";
import { getJson } from "../../_live/http.ts";
import { useLive } from "../../_live/store.ts";
import { useSlowly } from "../../_live/use-slowly.ts";
import { type ListPage, listPage } from "./conversations-api.ts";
import { useRecordVersion } from "./use-record.ts";

/** The list is read again at most this often. */
const REFRESH_MS = 500;

export interface List {
	conversations: readonly RecordedConversation[];
	state: "loading" | "ready" | "failed";
	/** Why it failed. */
	reason: string | null;
	/** Loads what follows; null when nothing does. */
	more: (() => void) | null;
}

interface Known extends ListPage {
	path: string;
	state: "ready" | "failed";
	reason: string | null;
}

/** Conversations as the API gives them at `path`, page by page, read again as the record changes. Null: nothing is asked. */
export function useList(path: string | null): List {
	const online = useLive((live) => live.connection.status === "online");
	const version = useSlowly(useRecordVersion(), REFRESH_MS);
	const [known, setKnown] = useState<Known | null>(null);
	const loading = useRef(false);

	// biome-ignore lint/correctness/useExhaustiveDependencies: a changed record is read anew
	useEffect(() => {
		if (!online || path === null) return;
		const abort = new AbortController();
		getJson<ListPage>(path, abort.signal).then(
			(page) =>
				setKnown((before) => {
					const list = before?.path === path ? refreshed(before, page) : page;
					return { ...list, path, state: "ready", reason: null };
				}),
			(error: unknown) => !abort.signal.aborted && setKnown((before) => failed(before, path, error)),
		);
		return () => abort.abort();
	}, [online, path, version]);

	const current = known?.path === path ? known : null;
	const next = current?.next ?? null;
	const more = useCallback(() => {
		if (path === null || next === null || loading.current) return;
		loading.current = true;
		listPage(path, next)
			.then(
				(page) =>
					setKnown((before) => (before?.path === path && before.next === next ? extended(before, page) : before)),
				(error: unknown) => setKnown((before) => failed(before, path, error)),
			)
			.finally(() => {
				loading.current = false;
			});
	}, [path, next]);

	return {
		conversations: current?.conversations ?? [],
		state: current?.state ?? "loading",
		reason: current?.reason ?? null,
		more: next === null ? null : more,
	};
}

/** With its first page as it is now; what was loaded after it stays, as far as it still follows. */
function refreshed(known: ListPage, page: ListPage): ListPage {
	const last = page.conversations.at(-1);
	const at = known.conversations.findIndex(({ id }) => id === last?.id);
	if (page.next === null || at === -1 || at === known.conversations.length - 1) return page;
	const fresh = new Set(page.conversations.map(({ id }) => id));
	const rest = known.conversations.slice(at + 1).filter(({ id }) => !fresh.has(id));
	return { conversations: [...page.conversations, ...rest], next: known.next };
}

function extended(known: Known, page: ListPage): Known {
	const ids = new Set(known.conversations.map(({ id }) => id));
	const more = page.conversations.filter(({ id }) => !ids.has(id));
	return { ...known, conversations: [...known.conversations, ...more], next: page.next };
}

function failed(before: Known | null, path: string, error: unknown): Known {
	const list = before?.path === path ? before : { conversations: [], next: null };
	const reason = error instanceof Error ? error.message : String(error);
	return { conversations: list.conversations, next: list.next, path, state: "failed", reason };
}
