"use client";

import { useSearchParams } from "next/navigation";
import type { Handover } from "../../../server/contract/handover.ts";
import { useLiveState } from "../../_live/store.ts";
import { type Fetched, useFetched } from "../../_live/use-fetched.ts";
import { useSlowly } from "../../_live/use-slowly.ts";
import { handoverApi } from "./paths.ts";

/** So often at most it is read again. */
const REFRESH_MS = 2_000;

/** What it is made of, and that it was read, here or elsewhere. */
const TOPICS = /^(?:inbox|handover|work:.*)$/;

/** The handover that the address names, read again when anything in it may have changed. */
export function useHandover(): { day: string | null; fetched: Fetched<Handover> } {
	const day = useSearchParams().get("day");
	const version = useLiveState(({ revisions, daemons, problems, pendingCount }) => {
		const topics = Object.entries(revisions).filter(([topic]) => TOPICS.test(topic));
		const phases = daemons.map(({ name, phase }) => `${name}=${phase}`);
		return JSON.stringify([topics, phases, problems.map(({ id }) => id), pendingCount]);
	}, "");
	return { day, fetched: useFetched<Handover>(handoverApi(day), useSlowly(version, REFRESH_MS)) };
}
