"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { HttpError } from "../../_live/http.ts";
import { useLive } from "../../_live/store.ts";
import * as api from "./conversations-api.ts";
import { settledTo, type Window, withEnd, withNewer, withOlder } from "./window.ts";

/** When more has come than this, reading goes on at the new end. */
const MOST_PAGES = 5;

export interface Turns {
	/** Null before anything was read. */
	window: Window | null;
	/** Why nothing could be read, in a sentence. */
	failure: string | null;
	loadOlder: () => void;
	loadNewer: () => void;
}

/**
 * The turns of a conversation as far as they were looked at: from its end, or from around one of them. As long as the end is
 * in it, it grows with the conversation.
 *
 * @param at a turn to begin with; null: the end
 * @param change of the conversation: with another one its end is read again; null: not known yet
 */
export function useTurns(id: number, at: number | null, change: number | null): Turns {
	const online = useLive((live) => live.connection.status === "online");
	const [window, setWindow] = useState<Window | null>(null);
	const [failure, setFailure] = useState<string | null>(null);
	const latest = useRef<Window | null>(null);
	const busy = useRef({ older: false, newer: false, refreshing: false, again: false });
	/** How many changes were told. */
	const told = useRef(0);

	const keep = useCallback((next: Window) => {
		latest.current = next;
		setWindow(next);
		setFailure(null);
	}, []);

	const refresh = useCallback(async () => {
		const state = busy.current;
		if (state.refreshing) {
			state.again = true;
			return;
		}
		state.refreshing = true;
		try {
			do {
				state.again = false;
				const known = latest.current;
				if (!known || known.newer) break;
				keep(await readEnd(id, known));
			} while (state.again);
		} catch (error) {
			setFailure(sentenceOf(error));
		} finally {
			state.refreshing = false;
		}
	}, [id, keep]);

	useEffect(() => {
		if (!online || latest.current) return;
		const abort = new AbortController();
		const before = told.current;
		api.turns(id, at === null ? {} : { around: at }, abort.signal).then(
			(page) => {
				if (abort.signal.aborted) return;
				keep(page);
				// What was told meanwhile may have come too late for it.
				if (told.current !== before) void refresh();
			},
			(error: unknown) => !abort.signal.aborted && setFailure(sentenceOf(error)),
		);
		return () => abort.abort();
	}, [online, id, at, keep, refresh]);

	useEffect(() => {
		if (!online || change === null) return;
		told.current += 1;
		if (latest.current) void refresh();
	}, [online, change, refresh]);

	const load = useCallback(
		async (where: "older" | "newer") => {
			const known = latest.current;
			if (!known?.[where] || busy.current[where]) return;
			busy.current[where] = true;
			const edge = () => (where === "older" ? latest.current?.turns[0] : latest.current?.turns.at(-1))?.id;
			try {
				const from = edge();
				if (from === undefined) return;
				const page = await api.turns(id, where === "older" ? { before: from } : { after: from });
				const now = latest.current;
				if (now && edge() === from) keep(where === "older" ? withOlder(now, page) : withNewer(now, page));
			} catch (error) {
				setFailure(sentenceOf(error));
			} finally {
				busy.current[where] = false;
			}
		},
		[id, keep],
	);

	return {
		window,
		failure,
		loadOlder: useCallback(() => void load("older"), [load]),
		loadNewer: useCallback(() => void load("newer"), [load]),
	};
}

/** The end of the conversation as it is now, and what was known before it. */
async function readEnd(id: number, known: Window): Promise<Window> {
	const anchor = settledTo(known);
	try {
		let next = withEnd(known, anchor, await api.turns(id, anchor === null ? {} : { after: anchor }));
		for (let pages = 0; next.newer; pages += 1) {
			const last = next.turns.at(-1);
			// So much at once is a transcript that is read for the first time: nobody misses what is skipped.
			if (!last || pages === MOST_PAGES) return api.turns(id);
			next = withNewer(next, await api.turns(id, { after: last.id }));
		}
		return next;
	} catch (error) {
		// The tool took back the turn that was read from: then nothing of what is known is sure.
		if (error instanceof HttpError && error.status === 404 && anchor !== null) return api.turns(id);
		throw error;
	}
}

function sentenceOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
