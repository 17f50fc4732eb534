import { Bell } from "../db/bell.ts";
import type { Database } from "../db/open.ts";
import { applyDeadlines } from "../inbox/apply-deadlines.ts";
import { PROGRESS_EVERY_MS } from "./limits.ts";

/** The longest sleep: what becomes true by time alone (a deadline, the end of a time to undo) announces no change. */
const MAX_SLEEP_MS = 1_000;

export interface WaitOptions {
	/** 0 looks once. */
	timeoutMs: number;
	/** Aborted when nobody listens any more: rejects with its reason. */
	signal: AbortSignal;
	/** Aborted when this process ends: gives up as at the time-out. */
	closing: AbortSignal;
	/** Told at once and then every few seconds while it waits, how long that has been, in seconds. */
	onWaiting(seconds: number): void;
}

/**
 * Looks until there is something to see, whichever process writes it; null at the time-out. Deadlines that pass meanwhile
 * are applied here too, so that they hold with the dashboard down.
 * @param look must take nothing unless it returns it: nobody hears of what it saw after an abort
 */
export async function waitUntil<T>(
	db: Database,
	look: () => Promise<T | null>,
	{ timeoutMs, signal, closing, onWaiting }: WaitOptions,
): Promise<T | null> {
	const began = performance.now();
	const bell = new Bell(db.path, AbortSignal.any([signal, closing]));
	let told = Number.NEGATIVE_INFINITY;
	try {
		for (;;) {
			signal.throwIfAborted();
			bell.reset();
			await applyDeadlines(db, new Date());
			signal.throwIfAborted();
			const seen = await look();
			if (seen !== null) return seen;
			const waited = performance.now() - began;
			if (waited >= timeoutMs || closing.aborted) return null;
			if (waited - told >= PROGRESS_EVERY_MS) {
				told = waited;
				onWaiting(Math.round(waited / 1000));
			}
			await bell.rung(Math.min(MAX_SLEEP_MS, timeoutMs - waited));
		}
	} finally {
		bell.close();
	}
}
