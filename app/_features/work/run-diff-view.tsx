"use client";

import { useMemo } from "react";
import type { RunDiff } from "../../../server/contract/record.ts";
import type { RunSummary } from "../../../server/contract/work.ts";
import { useFetched } from "../../_live/use-fetched.ts";
import { useSlowly } from "../../_live/use-slowly.ts";
import { DiffFiles } from "../../_ui/diff/diff-files.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { Skeleton } from "../../_ui/skeleton.tsx";
import { count } from "../../_words/quantity.ts";
import { runApi } from "./paths.ts";
import { shownFiles } from "./shown-changes.ts";

/** A diff of a large repository takes its time, so it is read again only so often. */
const DIFF_MS = 10_000;

const SOURCES: Record<RunDiff["source"], string> = {
	worktree: "The worktree as it is now, compared with where the work began.",
	branch: "The branch, compared with where the work began.",
	record: "As the agent told of it.",
};

/** What a run has changed. While it is in work, read again as it changes. */
export function RunDiffView({ run, version }: { run: RunSummary; version: string }) {
	const live = run.status === "running" || run.status === "parked";
	const fetched = useFetched<RunDiff>(
		runApi(run.id, "diff"),
		useSlowly(live ? version : `${run.status} ${run.commit}`, DIFF_MS),
	);
	if (fetched.status === "loading") return <Skeleton className="w-2/5" />;
	if (fetched.status === "failed") {
		return (
			<p role="alert" className="rounded-lg bg-warn-soft px-4 py-3">
				{fetched.reason}
			</p>
		);
	}
	return <Known diff={fetched.value} />;
}

function Known({ diff }: { diff: RunDiff }) {
	const files = useMemo(() => shownFiles(diff.files), [diff.files]);
	return (
		<div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-3">
			<p className="text-small text-ink-2">{diff.note ? <SafeText text={diff.note} /> : SOURCES[diff.source]}</p>
			<DiffFiles files={files} />
			{diff.more > 0 && <p className="text-ink-2">{count(diff.more, "more file")} changed, and not shown here.</p>}
		</div>
	);
}
