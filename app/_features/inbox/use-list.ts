"use client";

import { useMemo, useState } from "react";
import { useStore } from "zustand";
import { needsPerson } from "../../../server/contract/needs-person.ts";
import { ownEntry } from "../../../server/contract/own-entry.ts";
import type { Question } from "../../../server/contract/question.ts";
import { useLive, useLiveState } from "../../_live/store.ts";
import { newest } from "./page-merge.ts";
import { isFiltered, listQuery, type Place, type Tab } from "./place.ts";
import { recentStore } from "./recent-store.ts";
import { type Pages, usePages } from "./use-pages.ts";

const NONE: Question[] = [];
/** A search for one question. */
const TICKET = /^q-\d+$/i;

/**
 * The questions of the present place. What needs the person comes from the live state, which has the first of them, and
 * goes on with pages of the API; everything else is read from there alone.
 */
export function useList(place: Place): Pages {
	const ready = useLiveState(() => true, false);
	const live = useLiveState((state) => state.pending, NONE);
	const total = useLiveState((state) => state.pendingCount, 0);
	const { tab, daemon, urgency, kind, task, search } = place;
	const filter = { daemon, urgency, kind, task, search };
	const isLive = tab === "pending" && !isFiltered(filter);
	/** The last of the live ones when their end was reached first: the pages go on from there. */
	const [from, setFrom] = useState<string | null>(null);
	const query = listQuery({ tab, ...filter });
	const pages = usePages(isLive ? from && `${query}&cursor=${encodeURIComponent(from)}` : query);
	const fits = useFitting(tab, TICKET.test(search.trim()));

	const questions = useMemo(() => {
		const all = isLive ? joined(live, pages.questions) : pages.questions;
		return all.filter(fits);
	}, [isLive, live, pages.questions, fits]);

	if (!isLive) return { ...pages, questions };
	const last = live.at(-1)?.ticket ?? null;
	const start = from === null && last !== null && total > live.length ? () => setFrom(last) : null;
	return {
		...pages,
		questions,
		state: ready ? (from !== null && pages.state === "failed" ? "failed" : "ready") : "loading",
		more: from === null ? start : pages.more,
	};
}

/** Whether a question is still one of the tab's, by the newest that is known of it. `any`: a ticket is found wherever it is. */
function useFitting(tab: Tab, any: boolean): (question: Question) => boolean {
	const settled = useLive((live) => live.settled);
	const recent = useStore(recentStore, (state) => state.byTicket);
	return useMemo(
		() => (question) => {
			if (any) return true;
			const known = newest(question, ownEntry(settled, question.ticket), ownEntry(recent, question.ticket)) ?? question;
			if (tab === "answered") return known.status !== "pending";
			return tab === "pending" ? needsPerson(known) : known.status === "pending" && !needsPerson(known);
		},
		[tab, any, settled, recent],
	);
}

function joined(live: Question[], more: Question[]): Question[] {
	if (more.length === 0) return live;
	const known = new Set(live.map(({ ticket }) => ticket));
	return [...live, ...more.filter(({ ticket }) => !known.has(ticket))];
}
