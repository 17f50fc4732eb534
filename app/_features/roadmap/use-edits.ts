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
	/** With the `ref` that the item has by now. */
	| { ok: true; ref: string | null }
	/** With one sentence. `conflict`: the file changed meanwhile; `refused`: it makes no sense in this file. */
	| { ok: false; why: "conflict" | "refused" | "failed"; reason: string };

export interface Edits {
	/** What happens at this moment. */
	pending: Edit | null;
	/** What happened last, until something else does or it is dismissed. */
	last: { edit: Edit; outcome: Outcome } | null;
	/** Does it. `version`: of the roadmap that the person saw; the present one when left out. One at a time. */
	run: (edit: Edit, version?: string) => Promise<Outcome>;
	/** Says why something is not even tried. */
	refuse: (edit: Edit, reason: string) => void;
	dismiss: () => void;
}

export const CONFLICT = "The file changed meanwhile, so nothing was written. This is how it is now.";
const BUSY: Outcome = { ok: false, why: "failed", reason: "Something else is being written. Try it in a moment." };

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
			const { made, outcome } = await sendOne(daemon, edit, version, { take, again });
			busy.current = false;
			setPending(null);
			setLast({ edit: made, outcome });
			announce(outcome.ok ? made.done : outcome.reason);
			return outcome;
		},
		[daemon, view?.version, take, again],
	);
	const refuse = useCallback((edit: Edit, reason: string) => {
		setLast({ edit, outcome: { ok: false, why: "refused", reason } });
	}, []);
	const dismiss = useCallback(() => setLast(null), []);
	return { pending, last, run, refuse, dismiss };
}

/** So many ways of doing the same are tried. */
const MOST_TRIES = 12;

type Reader = Pick<Reading, "take" | "again">;

/** The edit, or the first of those in its stead that is not refused. When all are, why the first one was. */
async function sendOne(daemon: string, edit: Edit, version: string | undefined, reader: Reader) {
	const first = await send(daemon, edit, version, reader);
	let outcome = first;
	let made: Edit | undefined = edit;
	for (let tries = 1; made && !outcome.ok && outcome.why === "refused"; tries += 1) {
		made = tries < MOST_TRIES ? made.otherwise?.() : undefined;
		if (made) outcome = await send(daemon, made, version, reader);
	}
	return made ? { made, outcome } : { made: edit, outcome: first };
}

async function send(
	daemon: string,
	edit: Edit,
	version: string | undefined,
	{ take, again }: Reader,
): Promise<Outcome> {
	const { path, body, writes, about } = edit;
	try {
		const sent = writes ? { ...body, version } : body;
		const answer = await postJson<RoadmapView | RoadmapEntryDetail>(roadmapApi(daemon, ...path), sent);
		if (!("items" in answer)) {
			await again();
			return { ok: true, ref: answer.ref };
		}
		take(answer);
		return { ok: true, ref: (about && findItem(answer.items, about.ref, about.title)?.ref) ?? null };
	} catch (error) {
		const { code, status } = error instanceof HttpError ? error : { code: null, status: null };
		if (code === "version-conflict") {
			await again();
			return { ok: false, why: "conflict", reason: CONFLICT };
		}
		const reason = error instanceof Error ? error.message : String(error);
		return { ok: false, why: status === 400 ? "refused" : "failed", reason };
	}
}
