import type { Database } from "../db/open.ts";
import { applyDeadlines } from "../inbox/apply-deadlines.ts";
import { inPasses } from "./passes.ts";

/** How late a deadline may be honoured. */
const EVERY_MS = 5_000;

export interface DeadlineOptions {
	database(): Database | null;
	/** Told when a deadline decided something. */
	onWritten(): void;
	onError(error: unknown): void;
}

/** Answers questions by their default when their deadline passes, also those that passed while no dashboard ran. */
export function keepDeadlines({ database, onWritten, onError }: DeadlineOptions): () => Promise<void> {
	const passes = inPasses(async () => {
		const open = database();
		const decided = open ? await applyDeadlines(open, new Date()) : [];
		if (decided.length > 0) onWritten();
	}, onError);
	const timer = setInterval(() => passes.ask(), EVERY_MS).unref();
	passes.ask();
	return () => {
		clearInterval(timer);
		return passes.settled();
	};
}
