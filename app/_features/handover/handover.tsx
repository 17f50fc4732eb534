"use client";

import { SafeText } from "../../_ui/safe-text.tsx";
import { Skeleton } from "../../_ui/skeleton.tsx";
import { Decisions } from "./decisions.tsx";
import { Figures } from "./figures.tsx";
import { Head } from "./head.tsx";
import { Risks } from "./risks.tsx";
import { Runs } from "./runs.tsx";
import { useHandover } from "./use-handover.ts";
import { Waiting } from "./waiting.tsx";

/** The morning on one page: what waits, what was done, what was decided, what it took and what is at risk. */
export function Handover() {
	const { day, fetched } = useHandover();
	const handover = fetched.status === "ready" ? fetched.value : null;
	return (
		<div className="grid w-full max-w-[1240px] gap-5 p-4 desk:p-6">
			<Head day={day} handover={handover} />
			{fetched.status === "failed" && (
				<p role="alert" className="rounded-md bg-bad-soft px-3.5 py-2.5 break-words">
					<SafeText text={fetched.reason} />
				</p>
			)}
			{fetched.status === "loading" && (
				<div className="grid gap-5">
					<Skeleton className="h-22 w-full" />
					<Skeleton className="h-40 w-full" />
				</div>
			)}
			{handover && (
				<>
					<Figures handover={handover} />
					<Waiting handover={handover} />
					<Risks risks={handover.risks} />
					<div className="grid items-start gap-5 wide:grid-cols-2">
						<div className="grid min-w-0 gap-5">
							<Runs
								id="done"
								title="Done"
								runs={handover.done}
								total={handover.doneCount}
								empty="No work was finished in this time."
							/>
							<Runs id="failed" title="Failed" runs={handover.failed} total={handover.failedCount} />
							<Runs id="under-way" title="Under way" runs={handover.underWay} total={handover.underWayCount} />
						</div>
						<Decisions handover={handover} />
					</div>
				</>
			)}
		</div>
	);
}
