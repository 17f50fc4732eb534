"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { TimelineEntry, TimelinePage } from "../../../server/contract/record.ts";
import { getJson } from "../../_live/http.ts";
import { useLive } from "../../_live/store.ts";
import { withNewest } from "./arrange.ts";

/** Changes that come faster are read together. */
const PAUSE_MS = 700;
/** A page that is open for days forgets what is older than this many entries, when nobody has scrolled down to it. */
const MANY = 500;
const AT_TOP_PX = 300;

export interface Timeline {
	/** The newest first; null before anything was read. */
	entries: readonly TimelineEntry[] | null;
	/** There is more to read. */
	more: boolean;
	/** What is older is on its way. */
	busy: boolean;
	/** Why there is nothing newer, or nothing older, in a sentence. */
	reason: string | null;
	/** Reads what came before. Resolves with all that is known then; null: it could not be read. */
	older: () => Promise<readonly TimelineEntry[] | null>;
}

interface Known {
	path: string;
	entries: readonly TimelineEntry[];
	next: string | null;
}

/**
 * The timeline at `path`, page by page backwards. What is newest is read again whenever `version` changes; what was read
 * before stays as it is.
 */
export function useTimeline(path: string, version: string): Timeline {
	const online = useLive((live) => live.connection.status === "online");
	const [known, setKnown] = useState<Known | null>(null);
	const [busy, setBusy] = useState(false);
	const [reason, setReason] = useState<string | null>(null);
	const latest = useRef<Known | null>(null);
	const refresh = useRef(() => {});

	const keep = useCallback((next: Known) => {
		latest.current = next;
		setKnown(next);
		setReason(null);
	}, []);

	useEffect(() => {
		if (!online) return;
		const abort = new AbortController();
		let timer: ReturnType<typeof setTimeout> | undefined;
		let running = false;
		let wanted = false;
		const read = async () => {
			running = true;
			wanted = false;
			try {
				const page = await getJson<TimelinePage>(path, abort.signal);
				if (abort.signal.aborted) return;
				const before = latest.current?.path === path ? latest.current : null;
				const { entries, gap } = withNewest(before?.entries ?? [], page.entries);
				const tooMany = entries.length > MANY && window.scrollY < AT_TOP_PX;
				if (gap || tooMany) keep({ path, entries: page.entries, next: page.next });
				else keep({ path, entries, next: before?.next ?? null });
			} catch (error) {
				if (abort.signal.aborted) return;
				setReason(sentenceOf(error));
			}
			timer = setTimeout(() => {
				running = false;
				if (wanted) look();
			}, PAUSE_MS);
		};
		const look = () => {
			// A page that nobody sees asks for nothing; it catches up when it is looked at.
			if (document.hidden) document.addEventListener("visibilitychange", look, { once: true, signal: abort.signal });
			else void read();
		};
		refresh.current = () => {
			wanted = true;
			if (!running) look();
		};
		void read();
		return () => {
			refresh.current = () => {};
			abort.abort();
			clearTimeout(timer);
		};
	}, [online, path, keep]);

	// biome-ignore lint/correctness/useExhaustiveDependencies: another version of the same is read again
	useEffect(() => refresh.current(), [version]);

	const older = useCallback(async () => {
		const before = latest.current;
		if (before?.path !== path) return null;
		if (before.next === null) return before.entries;
		setBusy(true);
		try {
			const page = await getJson<TimelinePage>(`${path}&cursor=${before.next}`);
			const now = latest.current;
			// Another place is looked at by now, or another page was read first.
			if (now?.path !== path || now.next !== before.next) return now?.entries ?? null;
			keep({ path, entries: [...now.entries, ...page.entries], next: page.next });
			return latest.current?.entries ?? null;
		} catch (error) {
			setReason(sentenceOf(error));
			return null;
		} finally {
			setBusy(false);
		}
	}, [path, keep]);

	const shown = known?.path === path ? known : null;
	return { entries: shown?.entries ?? null, more: shown !== null && shown.next !== null, busy, reason, older };
}

function sentenceOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
