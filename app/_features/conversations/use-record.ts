"use client";

import type { RecordSources } from "../../../server/contract/conversations.ts";
import { useLiveState } from "../../_live/store.ts";
import { type Fetched, useFetched } from "../../_live/use-fetched.ts";
import { useSlowly } from "../../_live/use-slowly.ts";
import { SOURCES } from "./conversations-api.ts";

const SOURCES_MS = 3_000;

/** Another text whenever the record has changed. */
export function useRecordVersion(): string {
	return useLiveState(({ revisions }) => String(revisions.conversations ?? 0), "0");
}

/** What is recorded and by whom; read again as the record, or the daemons of config.json, change. */
export function useSources(): Fetched<RecordSources> {
	const version = useRecordVersion();
	const daemons = useLiveState((state) => state.daemons.map(({ name }) => name).join("|"), "");
	return useFetched(SOURCES, `${useSlowly(version, SOURCES_MS)} ${daemons}`);
}
