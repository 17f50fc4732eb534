"use client";

import { useEffect, useMemo, useState } from "react";
import type { KnownHistory } from "../../../server/contract/history.ts";
import { getJson } from "../../_live/http.ts";
import { useLive } from "../../_live/store.ts";
import { useDaemonNames } from "../../_live/use-daemon.ts";

/** A daemon of which there may be a history. */
export interface Subject {
	name: string;
	/** Whether config.json has it. */
	configured: boolean;
}

/**
 * Whose history there is: the daemons of the configuration, which are known at once, and those that are gone. Null until
 * both are known, for an address may name either.
 */
export function useSubjects(): Subject[] | null {
	const online = useLive((live) => live.connection.status === "online");
	const names = useDaemonNames();
	const [known, setKnown] = useState<KnownHistory[] | null>(null);
	// biome-ignore lint/correctness/useExhaustiveDependencies: one that was taken out of the configuration is asked for anew
	useEffect(() => {
		if (!online) return;
		const abort = new AbortController();
		getJson<{ daemons: KnownHistory[] }>("/api/v1/history", abort.signal).then(
			({ daemons }) => setKnown(daemons),
			// Without the database those of the configuration are enough; why there is no history is said below.
			() => !abort.signal.aborted && setKnown((before) => before ?? []),
		);
		return () => abort.abort();
	}, [online, names]);
	return useMemo(() => {
		if (known === null) return null;
		const gone = known.filter(({ name }) => !names.includes(name)).map(({ name }) => name);
		return [...names.map((name) => ({ name, configured: true })), ...gone.map((name) => ({ name, configured: false }))];
	}, [known, names]);
}
