import type { Question, ThreadMessage } from "../contract/question.ts";
import { Bell } from "../db/bell.ts";
import type { Database } from "../db/open.ts";
import { applyDeadlines } from "./apply-deadlines.ts";
import { isHandedOut } from "./handed-out.ts";
import { getQuestion } from "./read-question.ts";
import { unseenByAsker } from "./thread.ts";

/** The longest sleep: clocks are set and machines suspended, and timers cannot be longer than 24 days. */
const MAX_SLEEP_MS = 60_000;

export interface WaitOptions {
	/** Null or left out is for ever. */
	timeoutMs?: number | null;
	/** The waiting rejects with its reason when it is aborted. */
	signal?: AbortSignal;
}

/**
 * Waits until a question is no longer pending and its answer can no longer be undone, whichever process settles it, and
 * returns it; at the time-out it returns it as it is. Costs nothing while it waits. A deadline that passes meanwhile is
 * applied here too, so that it holds with the dashboard down.
 * @throws NightshiftError `unknown-question`, `database-unavailable`
 */
export async function waitForAnswer(db: Database, ticket: string, options: WaitOptions = {}): Promise<Question> {
	return (await wait(db, ticket, options, async () => [])).question;
}

/**
 * As `waitForAnswer`, for askers that can explain themselves: it also returns when the person asks back, with what they
 * said and the asker has not seen. It stays unseen, and is returned again, until `seeMessages` says that it was read: an
 * asker that is killed in between misses nothing.
 * @throws NightshiftError `unknown-question`, `database-unavailable`
 */
export function waitForWord(
	db: Database,
	ticket: string,
	options: WaitOptions = {},
): Promise<{ question: Question; messages: ThreadMessage[] }> {
	return wait(db, ticket, options, (question) => unseenByAsker(db, question));
}

async function wait(
	db: Database,
	ticket: string,
	{ timeoutMs = null, signal }: WaitOptions,
	said: (question: Question) => Promise<ThreadMessage[]>,
): Promise<{ question: Question; messages: ThreadMessage[] }> {
	const until = timeoutMs === null ? Number.POSITIVE_INFINITY : performance.now() + timeoutMs;
	const bell = new Bell(db.path, signal);
	try {
		for (;;) {
			signal?.throwIfAborted();
			bell.reset();
			const question = await getQuestion(db, ticket);
			const messages = await said(question);
			const left = until - performance.now();
			if (isHandedOut(question) || messages.length > 0 || left <= 0) return { question, messages };
			const due = timeToChange(question);
			if (due <= 0) await applyDeadlines(db, new Date());
			else await bell.rung(Math.min(left, due, MAX_SLEEP_MS));
		}
	} finally {
		bell.close();
	}
}

/** In ms, until time itself changes something: an answer is handed out, or a deadline passes. */
function timeToChange({ status, undoUntil, onDeadline, firesAt }: Question): number {
	// Never nothing: what is due then is to look again.
	if (status !== "pending") return Math.max(1, Date.parse(undoUntil ?? "") - Date.now());
	if (onDeadline === "wait" || !firesAt) return Number.POSITIVE_INFINITY;
	return Date.parse(firesAt) - Date.now();
}
