"use client";

import { useStore } from "zustand";
import { ownEntry } from "../../../server/contract/own-entry.ts";
import type { Question, QuestionEvent, QuestionRecord, ThreadMessage } from "../../../server/contract/question.ts";
import { useLive, useLiveState } from "../../_live/store.ts";
import { useFetched } from "../../_live/use-fetched.ts";
import { useSlowly } from "../../_live/use-slowly.ts";
import { recordApi } from "./inbox-api.ts";
import { newest } from "./page-merge.ts";
import { recentStore } from "./recent-store.ts";

export type RecordLookup =
	| { status: "loading" }
	| { status: "found"; question: Question; thread: readonly ThreadMessage[]; trail: readonly QuestionEvent[] }
	/** With the sentence that says why. */
	| { status: "failed"; reason: string };

/** Of one question the record is read again at most this often. */
const REFRESH_MS = 250;
const NOTHING = { thread: [], trail: [] };

/**
 * All about a question by its ticket: the question as the live state has it while it waits, at once; its thread and its
 * trail from the API, again with each change.
 */
export function useRecord(ticket: string): RecordLookup {
	const pending = useLive((live) => live.position?.state.pending.find((one) => one.ticket === ticket) ?? null);
	const settled = useLive((live) => ownEntry(live.settled, ticket) ?? null);
	const recent = useStore(recentStore, (state) => ownEntry(state.byTicket, ticket) ?? null);
	const revision = useSlowly(
		useLiveState((state) => String(state.revisions.inbox ?? 0), "0"),
		REFRESH_MS,
	);
	const record = useFetched<QuestionRecord>(recordApi(ticket), revision);
	const known = newest(pending, settled, recent);
	if (record.status !== "ready") {
		if (known) return { status: "found", question: known, ...NOTHING };
		return record;
	}
	const { question, thread, trail } = record.value;
	return { status: "found", question: newest(question, known) ?? question, thread, trail };
}
