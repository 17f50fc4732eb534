"use client";

import { useCallback, useRef, useState } from "react";
import type { RoadmapEntryDetail, RoadmapView } from "../../../server/contract/work.ts";
import { HttpError, postJson } from "../../_live/http.ts";
import { announce } from "../../_ui/announcer.tsx";
import { findItem } from "./arrange.ts";
import type { Edit } from "./edits.ts";
import { roadmapApi } from "./paths.ts";
import type { Reading } from "./use-roadmap.ts";

export type Outcome =
	/** With the `ref` that the item has by now. `unchanged`: the file had it so already. */
	| { ok: true; ref: string | null; unchanged: boolean }
	/** `conflict`: the file changed meanwhile. With one sentence. */
	| { ok: false; conflict: boolean; reason: string };

export interface Edits {
	/** What happens at this moment. */
	pending: Edit | null;
	/** What happened last, until something else does or it is dismissed. */
	last: { edit: Edit; outcome: Outcome } | null;
	/** Does it. `version`: of the roadmap that the person saw; the present one when left out. One at a time. */
	run: (edit: Edit, version?: string) => Promise<Outcome>;
	dismiss: () => void;
}

export const CONFLICT = "The file changed meanwhile, so nothing was written. This is how it is now.";
const BUSY: Outcome = { ok: false, conflict: false, reason: "Something else is being written. Try it in a moment." };

/** Sends edits one after the other and keeps what came of the last one. The truth is what the dashboard answers. */
export function useEdits(daemon: string | null, { view, take, again }: Reading): Edits {
	const [pending, setPending] = useState<Edit | null>(null);
	const [last, setLast] = useState<Edits["last"]>(null);
	const busy = useRef(false);

	const run = useCallback(
		async (edit: Edit, version = view?.version): Promise<Outcome> => {
			if (daemon === null || busy.current) return BUSY;
			busy.current = true;
			setPending(edit);
			setLast(null);
			const outcome = await send(daemon, edit, version, { take, again });
			busy.current = false;
			setPending(null);
			setLast({ edit, outcome });
			announce(wordsOf({ edit, outcome }));
			return outcome;
		},
		[daemon, view?.version, take, again],
	);
	const dismiss = useCallback(() => setLast(null), []);
	return { pending, last, run, dismiss };
}

/** What came of an edit, in a sentence. */
export function wordsOf({ edit, outcome }: NonNullable<Edits["last"]>): string {
	if (!outcome.ok) return outcome.reason;
	return outcome.unchanged ? "The file had it so already; nothing was changed." : edit.done;
}

async function send(
	daemon: string,
	edit: Edit,
	version: string | undefined,
	{ take, again }: Pick<Reading, "take" | "again">,
): Promise<Outcome> {
	const { path, body, writes, about } = edit;
	try {
		const sent = writes ? { ...body, version } : body;
		const answer = await postJson<RoadmapView | RoadmapEntryDetail>(roadmapApi(daemon, ...path), sent);
		if (!("items" in answer)) {
			await again();
			return { ok: true, ref: answer.ref, unchanged: false };
		}
		take(answer);
		const ref = (about && findItem(answer.items, about.ref, about.title)?.ref) ?? null;
		return { ok: true, ref, unchanged: writes && answer.version === version };
	} catch (error) {
		const conflict = error instanceof HttpError && error.code === "version-conflict";
		if (conflict) await again();
		return {
			ok: false,
			conflict,
			reason: conflict ? CONFLICT : error instanceof Error ? error.message : String(error),
		};
	}
}
