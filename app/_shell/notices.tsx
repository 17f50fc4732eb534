"use client";

import { Unplug } from "lucide-react";
import type { Problem } from "../../server/contract/state.ts";
import { useTimeWords } from "../_live/clock.ts";
import { useLive, useLiveState } from "../_live/store.ts";
import { connectionWords } from "./connection-words.ts";
import { ProblemList } from "./problem-list.tsx";
import { Strip } from "./strip.tsx";
import { useNarrow } from "./use-narrow.ts";

const NO_PROBLEMS: Problem[] = [];

/** What is wrong right now, above every page: the connection, and what the dashboard reports. */
export function Notices() {
	const problems = useLiveState((state) => state.problems, NO_PROBLEMS);
	const narrow = useNarrow();
	return (
		<>
			<ConnectionNotice />
			<ProblemList problems={problems} narrow={narrow} />
		</>
	);
}

/** The region is always there, so that its first sentence is announced too. */
function ConnectionNotice() {
	const connection = useLive((live) => live.connection);
	const empty = useLive((live) => live.position === null);
	const words = useTimeWords((now) => connectionWords(connection, empty, now));
	return (
		<div role="status" className="flex-none">
			{words && (
				<Strip tone="warn" icon={<Unplug aria-hidden="true" size={16} strokeWidth={1.75} />}>
					{words}
				</Strip>
			)}
		</div>
	);
}
