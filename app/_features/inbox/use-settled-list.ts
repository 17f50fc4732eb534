"use client";

import { useCallback, useEffect, useMemo, useState } from "react";
import type { Question } from "../../../server/contract/question.ts";
import { getJson } from "../../_live/http.ts";
import { useLive } from "../../_live/store.ts";

const PAGE = 100;

interface Page {
	questions: Question[];
	next: string | null;
}

export interface SettledList {
	/** Newest first. */
	questions: Question[];
	state: "loading" | "ready" | "failed";
	/** Why it failed. */
	reason: string | null;
	/** Null when there is nothing older. */
	older: (() => void) | null;
	again: () => void;
}

/** What has been decided: a page at a time from the API, and on top what was settled while this page was open. Asks nothing while not `wanted`. */
export function useSettledList(wanted: boolean): SettledList {
	const settled = useLive((live) => live.settled);
	const online = useLive((live) => live.connection.status === "online");
	const [pages, setPages] = useState<Question[]>([]);
	const [next, setNext] = useState<string | null>(null);
	const [state, setState] = useState<SettledList["state"]>("loading");
	const [reason, setReason] = useState<string | null>(null);

	const load = useCallback(async (cursor: string | null, signal?: AbortSignal) => {
		setState("loading");
		try {
			const page = await settledAfter(cursor, signal);
			setPages((known) => (cursor ? [...known, ...page.questions] : page.questions));
			setNext(page.next);
			setState("ready");
		} catch (error) {
			if (signal?.aborted) return;
			setReason(error instanceof Error ? error.message : String(error));
			setState("failed");
		}
	}, []);

	useEffect(() => {
		if (!online || !wanted) return;
		const abort = new AbortController();
		void load(null, abort.signal);
		return () => abort.abort();
	}, [online, wanted, load]);

	const questions = useMemo(() => {
		const byTicket = new Map([...pages, ...Object.values(settled)].map((one) => [one.ticket, one]));
		return [...byTicket.values()].sort(
			(a, b) => Date.parse(b.answeredAt ?? b.createdAt) - Date.parse(a.answeredAt ?? a.createdAt),
		);
	}, [pages, settled]);

	return {
		questions,
		state,
		reason,
		older: next ? () => void load(next) : null,
		again: () => void load(null),
	};
}

/**
 * The next page that has a settled question in it. All are asked for, newest first, and the pending ones left out:
 * answered, decided by default and withdrawn are three statuses, and one list.
 */
async function settledAfter(cursor: string | null, signal?: AbortSignal): Promise<Page> {
	let next = cursor;
	for (;;) {
		const query = new URLSearchParams({ limit: String(PAGE), ...(next ? { cursor: next } : {}) });
		const page = await getJson<Page>(`/api/v1/questions?${query}`, signal);
		const questions = page.questions.filter(({ status }) => status !== "pending");
		if (questions.length > 0 || page.next === null) return { questions, next: page.next };
		next = page.next;
	}
}
