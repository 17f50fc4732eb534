"use client";

import { useEffect, useState } from "react";
import { getJson } from "./http.ts";
import { useLive } from "./store.ts";

export type Fetched<T> =
	| { status: "loading" }
	| { status: "ready"; value: T }
	/** With the sentence that says why. */
	| { status: "failed"; reason: string };

/**
 * What the API says at `path` (null: nothing is asked): asked for when the connection is there, and again whenever `version` changes. What is known
 * stays in sight meanwhile.
 */
export function useFetched<T>(path: string | null, version = ""): Fetched<T> {
	const online = useLive((live) => live.connection.status === "online");
	const [fetched, setFetched] = useState<{ path: string | null; result: Fetched<T> } | null>(null);
	// biome-ignore lint/correctness/useExhaustiveDependencies: another version of the same is asked for anew
	useEffect(() => {
		if (!online || path === null) return;
		const abort = new AbortController();
		const keep = (result: Fetched<T>) => !abort.signal.aborted && setFetched({ path, result });
		getJson<T>(path, abort.signal).then(
			(value) => keep({ status: "ready", value }),
			(error: unknown) => keep({ status: "failed", reason: error instanceof Error ? error.message : String(error) }),
		);
		return () => abort.abort();
	}, [online, path, version]);
	return fetched?.path === path ? fetched.result : { status: "loading" };
}
