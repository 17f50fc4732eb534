"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { ownEntry } from "../../../server/contract/own-entry.ts";
import type { RoadmapView } from "../../../server/contract/work.ts";
import { getJson, HttpError } from "../../_live/http.ts";
import { useLive, useLiveState } from "../../_live/store.ts";
import { roadmapApi } from "./paths.ts";

/** Changes that come faster are read together. */
const PAUSE_MS = 500;

export interface Failure {
	/** One sentence. */
	reason: string;
	code: string | null;
}

export interface Reading {
	/** Of this daemon, as it was read last; null before. */
	view: RoadmapView | null;
	/** Another number with each new view. */
	turn: number;
	/** Why there is no newer view. */
	failure: Failure | null;
	/** Takes what an edit answered. */
	take: (view: RoadmapView) => void;
	/** Reads it again now. Resolves with what is known then. */
	again: () => Promise<RoadmapView | null>;
}

interface Known {
	daemon: string;
	view: RoadmapView | null;
	turn: number;
	failure: Failure | null;
}

/** A daemon's roadmap, read again whenever the file, the marks beside it, or the work on it change. */
export function useRoadmap(daemon: string | null): Reading {
	const online = useLive((live) => live.connection.status === "online");
	const change = useLiveState(
		({ revisions }) => `${ownEntry(revisions, `roadmap:${daemon}`)} ${ownEntry(revisions, `work:${daemon}`)}`,
		"",
	);
	const [known, setKnown] = useState<Known | null>(null);
	/** How often an edit has answered: what was asked for before is older than that. */
	const taken = useRef(0);
	const latest = useRef<RoadmapView | null>(null);
	const refresh = useRef<() => void>(() => {});

	const keep = useCallback((name: string, view: RoadmapView | null, failure: Failure | null) => {
		if (view) latest.current = view;
		setKnown((before) => {
			const own = before?.daemon === name ? before : null;
			return { daemon: name, view: view ?? own?.view ?? null, turn: (before?.turn ?? 0) + 1, failure };
		});
	}, []);

	const read = useCallback(
		async (signal?: AbortSignal) => {
			if (daemon === null) return null;
			const before = taken.current;
			try {
				const view = await getJson<RoadmapView>(roadmapApi(daemon), signal);
				if (taken.current === before && !signal?.aborted) keep(daemon, view, null);
			} catch (error) {
				if (!signal?.aborted) keep(daemon, null, failureOf(error));
			}
			return latest.current;
		},
		[daemon, keep],
	);

	useEffect(() => {
		if (!online) return;
		latest.current = null;
		const abort = new AbortController();
		let timer: ReturnType<typeof setTimeout> | undefined;
		let reading = false;
		let wanted = false;
		const load = async () => {
			reading = true;
			wanted = false;
			await read(abort.signal);
			timer = setTimeout(() => {
				reading = false;
				if (wanted && !abort.signal.aborted) void load();
			}, PAUSE_MS);
		};
		refresh.current = () => {
			wanted = true;
			if (!reading) void load();
		};
		void load();
		return () => {
			refresh.current = () => {};
			abort.abort();
			clearTimeout(timer);
		};
	}, [online, read]);

	const seen = useRef(change);
	useEffect(() => {
		if (seen.current === change) return;
		seen.current = change;
		refresh.current();
	}, [change]);

	const take = useCallback(
		(view: RoadmapView) => {
			taken.current += 1;
			if (view.daemon === daemon) keep(view.daemon, view, null);
		},
		[daemon, keep],
	);

	const own = known?.daemon === daemon ? known : null;
	return { view: own?.view ?? null, turn: own?.turn ?? 0, failure: own?.failure ?? null, take, again: read };
}

function failureOf(error: unknown): Failure {
	if (error instanceof HttpError) return { reason: error.message, code: error.code };
	return { reason: error instanceof Error ? error.message : String(error), code: null };
}
