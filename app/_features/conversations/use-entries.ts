"use client";

import { useMemo } from "react";
import type { RecordedFound } from "../../../server/contract/conversations.ts";
import { useFetched } from "../../_live/use-fetched.ts";
import { listApi, searchApi } from "./conversations-api.ts";
import { byDay, type Entry, found } from "./entries.ts";
import type { Place } from "./place.ts";
import { type List, useList } from "./use-list.ts";

const PAGE = 60;
/** Of conversations that are about what is searched for: the turns are what is looked for most. */
const ABOUT = 5;

export interface Entries extends Omit<List, "conversations"> {
	entries: readonly Entry[];
	/** More was found than is listed. */
	cut: boolean;
}

/** What the list at the left shows: the conversations, or what was found. */
export function useEntries(place: Place): Entries {
	const words = place.search.trim();
	const isSearch = words.length > 1;
	const within = place.within ? place.id : null;
	const { conversations, ...list } = useList(
		within !== null && isSearch ? null : listApi(place, isSearch ? words : "", isSearch ? ABOUT : PAGE),
	);
	const result = useFetched<RecordedFound>(isSearch ? searchApi(words, within, place) : null);
	const turns = result.status === "ready" ? result.value.turns : null;
	const entries = useMemo(() => {
		if (!isSearch) return byDay(conversations);
		return found(within === null ? conversations : [], turns ?? []);
	}, [isSearch, within, conversations, turns]);
	if (!isSearch) return { ...list, entries, cut: false };
	return {
		entries,
		state: result.status,
		reason: result.status === "failed" ? result.reason : null,
		more: null,
		cut: result.status === "ready" && result.value.next !== null,
	};
}
