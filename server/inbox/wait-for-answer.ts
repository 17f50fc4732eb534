import type { Question } from "../contract/question.ts";
import type { Database } from "../db/open.ts";
import { watchDatabase } from "../db/watch.ts";
import { applyDeadlines } from "./apply-deadlines.ts";
import { getQuestion } from "./read-question.ts";

/** The longest sleep: clocks are set and machines suspended, and timers cannot be longer than 24 days. */
const MAX_SLEEP_MS = 60_000;

/**
 * Waits until a question is no longer pending, whichever process settles it, and returns it; at the time-out it returns it
 * as it is. Costs nothing while it waits. A deadline that passes meanwhile is applied here too, so that it holds with
 * the dashboard down.
 * @param options `timeoutMs`: null or left out is for ever. `signal`: rejects with its reason when aborted.
 * @throws NightshiftError `unknown-question`, `database-unavailable`
 */
export async function waitForAnswer(
	db: Database,
	ticket: string,
	{ timeoutMs = null, signal }: { timeoutMs?: number | null; signal?: AbortSignal } = {},
): Promise<Question> {
	const until = timeoutMs === null ? Number.POSITIVE_INFINITY : performance.now() + timeoutMs;
	const bell = new Bell(db.path, signal);
	try {
		for (;;) {
			signal?.throwIfAborted();
			bell.reset();
			const question = await getQuestion(db, ticket);
			const left = until - performance.now();
			if (question.status !== "pending" || left <= 0) return question;
			const due = timeToDeadline(question);
			if (due <= 0) await applyDeadlines(db, new Date());
			else await bell.rung(Math.min(left, due, MAX_SLEEP_MS));
		}
	} finally {
		bell.close();
	}
}

/** In ms; never for a question that waits. */
function timeToDeadline({ onDeadline, deadlineAt }: Question): number {
	if (onDeadline === "wait" || !deadlineAt) return Number.POSITIVE_INFINITY;
	return Date.parse(deadlineAt) - Date.now();
}

/** Rings when the database changed or the waiting is to end. A ring before somebody listens is kept. */
class Bell {
	#hasRung = false;
	#wake: () => void = () => {};
	readonly #watch: { close(): void };
	readonly #ring = () => {
		this.#hasRung = true;
		this.#wake();
	};

	constructor(
		path: string,
		private readonly signal: AbortSignal | undefined,
	) {
		this.#watch = watchDatabase(path, this.#ring);
		signal?.addEventListener("abort", this.#ring);
	}

	reset(): void {
		this.#hasRung = false;
	}

	/** Resolves at the next ring, or after `ms`. */
	async rung(ms: number): Promise<void> {
		if (this.#hasRung) return;
		let timer: NodeJS.Timeout | undefined;
		await new Promise<void>((resolve) => {
			this.#wake = resolve;
			timer = setTimeout(resolve, Math.ceil(ms));
		});
		clearTimeout(timer);
	}

	close(): void {
		this.#watch.close();
		this.signal?.removeEventListener("abort", this.#ring);
	}
}
