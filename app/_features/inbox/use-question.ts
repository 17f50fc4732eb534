"use client";

import { useEffect, useState } from "react";
import { ownEntry } from "../../../server/contract/own-entry.ts";
import type { Question } from "../../../server/contract/question.ts";
import { getJson } from "../../_live/http.ts";
import { useLive } from "../../_live/store.ts";

export type QuestionLookup =
	| { status: "loading" }
	| { status: "found"; question: Question }
	/** With the sentence that says why. */
	| { status: "failed"; reason: string };

/**
 * A question by its ticket: the live one while it is pending, the one that just left the list, else from the API (an old
 * one, or one that was settled while this page was not connected).
 */
export function useQuestion(ticket: string): QuestionLookup {
	const ready = useLive((live) => live.position !== null);
	const online = useLive((live) => live.connection.status === "online");
	const pending = useLive((live) => live.position?.state.pending.find((one) => one.ticket === ticket) ?? null);
	const settled = useLive((live) => ownEntry(live.settled, ticket) ?? null);
	const [fetched, setFetched] = useState<{ ticket: string; lookup: QuestionLookup } | null>(null);
	const missing = ready && online && !pending && !settled;

	useEffect(() => {
		if (!missing) return;
		const abort = new AbortController();
		const keep = (lookup: QuestionLookup) => !abort.signal.aborted && setFetched({ ticket, lookup });
		getJson<Question>(`/api/v1/questions/${encodeURIComponent(ticket)}`, abort.signal).then(
			(question) => keep({ status: "found", question }),
			(error: unknown) => keep({ status: "failed", reason: error instanceof Error ? error.message : String(error) }),
		);
		return () => abort.abort();
	}, [missing, ticket]);

	const question = pending ?? settled;
	if (question) return { status: "found", question };
	return fetched?.ticket === ticket ? fetched.lookup : { status: "loading" };
}
