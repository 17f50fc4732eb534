"use client";

import { useEffect, useRef, useState } from "react";
import type { HistoryPoints, HistorySummary } from "../../../server/contract/history.ts";
import { getJson } from "../../_live/http.ts";
import { useLive } from "../../_live/store.ts";
import { daemonNamed, useDaemonFacts } from "../../_live/use-daemon.ts";
import { type Chosen, lengthOf, type TimeWindow, windowOf } from "./window.ts";

export interface HistoryData {
	daemon: string;
	window: TimeWindow;
	cpu: HistoryPoints;
	memory: HistoryPoints;
	summary: HistorySummary;
}

export interface Fetching {
	/** Of this daemon; of the range before, while another one is on its way. */
	data: HistoryData | null;
	/** Whether other data are on their way than those on show. */
	busy: boolean;
	/** Why there are no newer data, in a sentence. */
	reason: string | null;
}

/** What ends now is asked for again: as often as it looks different, within reason. */
function refreshAfter(range: Chosen): number {
	return Math.min(5 * 60_000, Math.max(10_000, lengthOf(range) / 720));
}

/** A daemon that changes all the time is asked for so often at most. */
const SETTLE_MS = 1_000;

/** Vitals and states of a daemon over a range. What ends now is fresh: by and by, and soon after a start or an end. */
export function useHistory(daemon: string | null, range: Chosen): Fetching {
	const online = useLive((live) => live.connection.status === "online");
	const event = useDaemonFacts((state) => (daemon === null ? null : daemonNamed(state, daemon)));
	const version = `${event?.phase} ${event?.startedAt} ${event?.lastExit?.at}`;
	const reload = useRef(() => {});
	const [data, setData] = useState<HistoryData | null>(null);
	const [reason, setReason] = useState<string | null>(null);
	const [shown, setShown] = useState<Chosen | null>(null);

	useEffect(() => {
		if (!online || daemon === null) return;
		const abort = new AbortController();
		let timer: ReturnType<typeof setTimeout> | undefined;
		/** Whether the timer is for something that has just happened. */
		let soon = false;
		const load = async () => {
			let again = typeof range === "string";
			try {
				const loaded = await fetchHistory(daemon, windowOf(range, Date.now()), abort.signal);
				setData(loaded);
				setReason(null);
			} catch (error) {
				if (abort.signal.aborted) return;
				again = true;
				setReason(error instanceof Error ? error.message : String(error));
			}
			setShown(range);
			if (!again || soon) return;
			clearTimeout(timer);
			timer = setTimeout(refresh, refreshAfter(range));
		};
		const refresh = () => {
			soon = false;
			// A page that nobody sees asks for nothing; it catches up when it is looked at.
			if (document.hidden) document.addEventListener("visibilitychange", refresh, { once: true, signal: abort.signal });
			else void load();
		};
		if (typeof range === "string") {
			reload.current = () => {
				if (soon) return;
				soon = true;
				clearTimeout(timer);
				timer = setTimeout(refresh, SETTLE_MS);
			};
		}
		void load();
		return () => {
			reload.current = () => {};
			abort.abort();
			clearTimeout(timer);
		};
	}, [online, daemon, range]);

	// biome-ignore lint/correctness/useExhaustiveDependencies: what has happened is asked for
	useEffect(() => reload.current(), [version]);

	const known = data?.daemon === daemon ? data : null;
	return { data: known, busy: shown !== range || known === null, reason };
}

async function fetchHistory(daemon: string, window: TimeWindow, signal: AbortSignal): Promise<HistoryData> {
	const path = `/api/v1/daemons/${encodeURIComponent(daemon)}/history`;
	const range = new URLSearchParams({
		from: new Date(window.from).toISOString(),
		to: new Date(window.to).toISOString(),
	});
	const [cpu, memory, summary] = await Promise.all([
		getJson<HistoryPoints>(`${path}?metric=cpu&${range}`, signal),
		getJson<HistoryPoints>(`${path}?metric=memory&${range}`, signal),
		getJson<HistorySummary>(`${path}/summary?${range}`, signal),
	]);
	return { daemon, window, cpu, memory, summary };
}
