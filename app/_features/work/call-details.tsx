"use client";

import { useMemo } from "react";
import type { RecordedCall, RecordedChange, TimelineEntry } from "../../../server/contract/record.ts";
import { useFetched } from "../../_live/use-fetched.ts";
import { DiffFiles } from "../../_ui/diff/diff-files.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { Skeleton } from "../../_ui/skeleton.tsx";
import { Output } from "./output.tsx";
import { runApi } from "./paths.ts";
import { shownChanges } from "./shown-changes.ts";

type Detail = RecordedCall & { changes: RecordedChange[] };

/** What a step ran, printed and changed, read when somebody wants to know. */
export function CallDetails({ run, call }: { run: number; call: NonNullable<TimelineEntry["call"]> }) {
	const fetched = useFetched<Detail>(runApi(run, "calls", call.id), `${call.status} ${call.endedAt} ${call.changed}`);
	if (fetched.status === "loading") return <Skeleton className="w-2/5" />;
	if (fetched.status === "failed") return <p role="alert">{fetched.reason}</p>;
	return <Known detail={fetched.value} />;
}

function Known({ detail }: { detail: Detail }) {
	const { command, output, changes } = detail;
	const files = useMemo(() => shownChanges(changes), [changes]);
	return (
		<>
			{command && (
				<pre className="rounded-md border border-line bg-raise px-2.5 py-1.5 font-mono text-small whitespace-pre-wrap [overflow-wrap:anywhere]">
					<span aria-hidden="true" className="text-ink-2 select-none">
						${" "}
					</span>
					<SafeText text={command} mode="code" />
				</pre>
			)}
			{output && <Output label="Output" text={output} />}
			{files.length > 0 && <DiffFiles files={files} keys={false} />}
			{!command && !output && files.length === 0 && (
				<p className="text-ink-2">Nothing more is recorded of this step.</p>
			)}
		</>
	);
}
