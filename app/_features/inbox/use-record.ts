"use client";

import { useState } from "react";
import { useStore } from "zustand";
import { ownEntry } from "../../../server/contract/own-entry.ts";
import type { QuestionRecord } from "../../../server/contract/question.ts";
import { useLive, useLiveState } from "../../_live/store.ts";
import { useFetched } from "../../_live/use-fetched.ts";
import { useSlowly } from "../../_live/use-slowly.ts";
import { recordApi } from "./inbox-api.ts";
import { newest } from "./page-merge.ts";
import { recentStore } from "./recent-store.ts";
import { type KeptRecord, lookupOf, type RecordLookup } from "./record-lookup.ts";

/** Of one question the record is read again at most this often. */
const REFRESH_MS = 250;

/**
 * All about a question by its ticket: the question as the live state has it while it waits, at once; its thread and its
 * trail from the API, again with each change, and as they were when that fails.
 * @param isStill true: what was read is good enough for now, and nothing is read again
 */
export function useRecord(ticket: string, isStill = false): RecordLookup {
	const pending = useLive((live) => live.position?.state.pending.find((one) => one.ticket === ticket) ?? null);
	const settled = useLive((live) => ownEntry(live.settled, ticket) ?? null);
	const recent = useStore(recentStore, (state) => ownEntry(state.byTicket, ticket) ?? null);
	const revision = useSlowly(
		useLiveState((state) => String(state.revisions.inbox ?? 0), "0"),
		REFRESH_MS,
	);
	const [version, setVersion] = useState(revision);
	if (!isStill && version !== revision) setVersion(revision);
	const record = useFetched<QuestionRecord>(recordApi(ticket), version);
	const [kept, setKept] = useState<KeptRecord | null>(null);
	if (record.status === "ready" && kept?.value !== record.value) setKept({ ticket, value: record.value });
	return lookupOf(ticket, record, kept, newest(pending, settled, recent));
}
