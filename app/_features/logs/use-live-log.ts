"use client";

import { useCallback, useEffect, useState } from "react";
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { LogBatch } from "../../../server/contract/log.ts";
import { liveSocket, request } from "../../_live/socket.ts";
import { useLive } from "../../_live/store.ts";
import { EMPTY, type LogState, pause, resume, takeBatch } from "./rows.ts";
import { useOlder } from "./use-older.ts";

const TAIL = 500;

export interface LiveLog extends LogState {
	/** Why the log does not come, in one sentence. */
	failure: string | null;
	pause: () => void;
	resume: () => void;
	loadOlder: () => void;
}

/** The end of a daemon's log as it grows. The dashboard sends the next batch when this page has taken the last one. */
export function useLiveLog(name: string): LiveLog {
	const online = useLive((live) => live.connection.status === "online");
	const [store] = useState(() => createStore<LogState>(() => EMPTY));
	const [failure, setFailure] = useState<string | null>(null);
	const state = useStore(store);

	useEffect(() => {
		if (!online) return;
		let isWanted = true;
		const take = (batch: LogBatch, taken: () => void) => {
			// The next one is made when this is on the screen; of a page out of sight nothing is drawn, so there it waits less.
			if (document.visibilityState === "visible") requestAnimationFrame(taken);
			else taken();
			if (batch.name === name) store.setState((present) => takeBatch(present, batch));
		};
		const socket = liveSocket();
		socket.on("logs:batch", take);
		request("logs:subscribe", { name, from: store.getState().end, tail: TAIL }).then(
			() => isWanted && setFailure(null),
			(error: unknown) => isWanted && setFailure(error instanceof Error ? error.message : String(error)),
		);
		return () => {
			isWanted = false;
			socket.off("logs:batch", take);
			// A page that was left; the answer, and whether there is one, changes nothing.
			if (socket.connected) void request("logs:unsubscribe", {}).catch(() => undefined);
		};
	}, [online, name, store]);

	const loadOlder = useOlder(name, store, setFailure);
	return {
		...state,
		failure,
		loadOlder,
		pause: useCallback(() => store.setState(pause), [store]),
		resume: useCallback(() => store.setState(resume), [store]),
	};
}
