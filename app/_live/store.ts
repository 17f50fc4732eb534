import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { Question } from "../../server/contract/question.ts";
import type { LiveState } from "../../server/contract/state.ts";
import type { Position } from "./sequence.ts";

export type Connection =
	/** The first connection is being made. */
	| { status: "connecting"; since: number }
	| { status: "online" }
	/** `lastHeard`: unix milliseconds of the state that is shown, null if none ever came. */
	| { status: "lost"; since: number; lastHeard: number | null }
	/** The dashboard is there, and refuses this browser. */
	| { status: "signed-out" };

export interface Live {
	position: Position | null;
	connection: Connection;
	/** Round trip of the last sync in milliseconds. */
	latencyMs: number | null;
	/** Questions that left the pending list while this page was open, by ticket: they say who answered what. */
	settled: Readonly<Record<string, Question>>;
}

const initial: Live = {
	position: null,
	connection: { status: "connecting", since: 0 },
	latencyMs: null,
	settled: {},
};

/** The one store of what the dashboard says. Only `_live/connection.ts` writes it. */
export const liveStore = createStore<Live>(() => initial);

export function useLive<T>(select: (live: Live) => T): T {
	return useStore(liveStore, select);
}

/** Selects from the live state; `fallback` until the first snapshot is there. */
export function useLiveState<T>(select: (state: LiveState) => T, fallback: T): T {
	return useStore(liveStore, (live) => (live.position ? select(live.position.state) : fallback));
}
