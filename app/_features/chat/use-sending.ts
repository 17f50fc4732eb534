"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { announce } from "../../_ui/announcer.tsx";
import { randomKey } from "../inbox/random-key.ts";
import * as api from "./chat-api.ts";
import { keepSent } from "./drafts.ts";
import type { Messages } from "./use-messages.ts";

export interface Sending {
	/** Why the last thing asked for came to nothing, in a sentence. */
	failure: string | null;
	/** Resolves with whether it is kept. */
	send: (text: string) => Promise<boolean>;
	undo: (id: number) => void;
	cancel: (id: number) => void;
}

/** Says something, takes it back, ends an answer. A text that may not have arrived keeps its key, so that it is said once. */
export function useSending(daemon: string, take: Messages["take"]): Sending {
	const [failure, setFailure] = useState<string | null>(null);
	const tried = useRef<{ text: string; key: string } | null>(null);
	const failed = (error: unknown) => setFailure(error instanceof Error ? error.message : String(error));

	const send = async (text: string) => {
		setFailure(null);
		const attempt = tried.current?.text === text ? tried.current : { text, key: randomKey() };
		tried.current = attempt;
		try {
			take(await api.send(daemon, text, attempt.key));
			tried.current = null;
			keepSent(daemon, text);
			return true;
		} catch (error) {
			failed(error);
			return false;
		}
	};
	const change = (work: Promise<Awaited<ReturnType<typeof api.undo>>>, words: string) => {
		setFailure(null);
		work.then((message) => {
			take([message]);
			announce(words);
		}, failed);
	};
	return {
		failure,
		send,
		undo: (id) => change(api.undo(daemon, id), "Undone"),
		cancel: (id) => change(api.cancel(daemon, id), "Stopped"),
	};
}

/** Notes up to where the person has read, once they are at the end and the page is in sight. */
export function useReading(daemon: string, last: number | null, atEnd: boolean): void {
	const noted = useRef(0);
	const note = useCallback(() => {
		if (last === null || !atEnd || last <= noted.current || document.hidden) return;
		noted.current = last;
		// Lost, it is noted with the next message.
		api.markRead(daemon, last).catch(() => {
			noted.current = 0;
		});
	}, [daemon, last, atEnd]);
	useEffect(() => {
		note();
		document.addEventListener("visibilitychange", note);
		return () => document.removeEventListener("visibilitychange", note);
	}, [note]);
}
