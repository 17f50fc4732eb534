import type { Question, QuestionEvent, QuestionRecord, ThreadMessage } from "../../../server/contract/question.ts";
import type { Fetched } from "../../_live/use-fetched.ts";
import { newest } from "./page-merge.ts";

export type RecordLookup =
	| { status: "loading" }
	| {
			status: "found";
			question: Question;
			thread: readonly ThreadMessage[];
			trail: readonly QuestionEvent[];
			/** Null once thread and trail are there; before that they are empty. */
			awaited: { reason: string | null } | null;
	  }
	/** With the sentence that says why. */
	| { status: "failed"; reason: string };

/** A record as it was last read, by the ticket it was asked for with. */
export interface KeptRecord {
	ticket: string;
	value: QuestionRecord;
}

/**
 * What is to be shown of a question: its record, or the one of before when it could not be read again; else the question
 * alone, where that is known.
 * @param known newest of what the live state says of the question
 */
export function lookupOf(
	ticket: string,
	record: Fetched<QuestionRecord>,
	kept: KeptRecord | null,
	known: Question | null,
): RecordLookup {
	const last = record.status === "ready" ? { ticket, value: record.value } : kept;
	if (last?.ticket === ticket) {
		const { question, thread, trail } = last.value;
		return { status: "found", question: newest(question, known) ?? question, thread, trail, awaited: null };
	}
	const failed = record.status === "failed" ? record : null;
	if (!known) return failed ?? { status: "loading" };
	const reason = failed?.reason ?? null;
	return { status: "found", question: known, thread: [], trail: [], awaited: { reason } };
}
