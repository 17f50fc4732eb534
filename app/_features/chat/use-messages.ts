"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { ChatDelta, ChatMessage } from "../../../server/contract/chat.ts";
import { liveSocket } from "../../_live/socket.ts";
import { useLive, useLiveState } from "../../_live/store.ts";
import * as api from "./chat-api.ts";
import { EMPTY, unsettled, type Window, withChanged, withDelta, withNewer, withOlder } from "./window.ts";

export interface Messages {
	/** Null before anything was read. */
	window: Window | null;
	/** Why nothing could be read, in a sentence. */
	failure: string | null;
	loadOlder: () => void;
	loadNewer: () => void;
	/** Messages that are known to be new or changed, as an answer had them. */
	take: (messages: readonly ChatMessage[]) => void;
}

/**
 * A conversation as far as it was looked at: from its end, or from around a message. It stays true by the revisions of the
 * conversation and of the inbox, and grows with what is streamed.
 *
 * @param at a message to begin with; null: the newest
 */
export function useMessages(daemon: string, at: number | null): Messages {
	const online = useLive((live) => live.connection.status === "online");
	const version = useLiveState(({ revisions }) => `${revisions[`chat:${daemon}`] ?? 0} ${revisions.inbox ?? 0}`, "");
	const [window, setWindow] = useState<Window | null>(null);
	const [failure, setFailure] = useState<string | null>(null);
	const latest = useRef<Window | null>(null);
	const busy = useRef({ older: false, newer: false, refreshing: false, again: false });
	/** How many changes were told. */
	const told = useRef(0);

	const keep = useCallback((next: Window) => {
		if (next === latest.current) return;
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
				const open = latest.current ? unsettled(latest.current).slice(-200) : [];
				if (open.length > 0) {
					const changed = await api.these(daemon, open);
					if (latest.current) keep(withChanged(latest.current, changed));
				}
				// What is new is only added to the end: one who reads in the past is not pulled along.
				while (latest.current && !latest.current.newer) {
					const last = latest.current.messages.at(-1)?.id ?? 0;
					const page = await api.after(daemon, last);
					if (page.messages.length === 0 || !latest.current) break;
					keep(withNewer(latest.current, page));
					if (!page.newer) break;
				}
			} while (state.again);
		} catch (error) {
			setFailure(sentenceOf(error));
		} finally {
			state.refreshing = false;
		}
	}, [daemon, keep]);

	// biome-ignore lint/correctness/useExhaustiveDependencies: another version of the same is read again
	useEffect(() => {
		told.current += 1;
		if (latest.current) void refresh();
	}, [version, refresh]);

	useEffect(() => {
		if (!online) return;
		if (latest.current) {
			void refresh();
			return;
		}
		const abort = new AbortController();
		const before = told.current;
		readFrom(daemon, at, abort.signal).then(
			(read) => {
				if (abort.signal.aborted) return;
				keep(read);
				// What was told meanwhile may have come too late for it.
				if (told.current !== before) void refresh();
			},
			(error: unknown) => !abort.signal.aborted && setFailure(sentenceOf(error)),
		);
		return () => abort.abort();
	}, [online, daemon, at, keep, refresh]);

	useEffect(() => {
		const socket = liveSocket();
		const grow = (delta: ChatDelta) => {
			if (delta.daemon !== daemon || !latest.current) return;
			const next = withDelta(latest.current, delta);
			if (next) keep(next);
			else void refresh();
		};
		socket.on("chat:delta", grow);
		return () => void socket.off("chat:delta", grow);
	}, [daemon, keep, refresh]);

	const load = useCallback(
		async (where: "older" | "newer") => {
			const known = latest.current;
			if (!known?.[where] || busy.current[where]) return;
			busy.current[where] = true;
			try {
				const edge = (where === "older" ? known.messages[0] : known.messages.at(-1))?.id ?? 0;
				const page = where === "older" ? await api.before(daemon, edge) : await api.after(daemon, edge);
				const now = latest.current ?? EMPTY;
				const stillEdge = (where === "older" ? now.messages[0] : now.messages.at(-1))?.id === edge;
				if (stillEdge) keep(where === "older" ? withOlder(now, page) : withNewer(now, page));
			} catch (error) {
				setFailure(sentenceOf(error));
			} finally {
				busy.current[where] = false;
			}
		},
		[daemon, keep],
	);

	const take = useCallback(
		(messages: readonly ChatMessage[]) => {
			const known = latest.current;
			if (!known) return;
			const changed = withChanged(known, messages);
			const last = changed.messages.at(-1)?.id ?? 0;
			const isNext = !changed.newer && messages.some(({ id }) => id > last);
			keep(changed);
			// Others may have come in between, so the page is asked and not the answer taken.
			if (isNext) void refresh();
		},
		[keep, refresh],
	);

	return {
		window,
		failure,
		loadOlder: useCallback(() => void load("older"), [load]),
		loadNewer: useCallback(() => void load("newer"), [load]),
		take,
	};
}

async function readFrom(daemon: string, at: number | null, signal: AbortSignal): Promise<Window> {
	if (at === null) return api.newest(daemon, signal);
	const [older, newer] = await Promise.all([api.before(daemon, at + 1, signal), api.after(daemon, at, signal)]);
	return { messages: [...older.messages, ...newer.messages], older: older.older, newer: newer.newer };
}

function sentenceOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
