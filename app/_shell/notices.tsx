"use client";

import { CircleX, TriangleAlert, Unplug } from "lucide-react";
import type { ReactNode } from "react";
import type { Problem } from "../../server/contract/state.ts";
import { useTimeWords } from "../_live/clock.ts";
import { useLive, useLiveState } from "../_live/store.ts";
import { AppLink } from "../_navigation/app-link.tsx";
import { classNames } from "../_ui/class-names.ts";
import { SafeText } from "../_ui/safe-text.tsx";
import { RelativeTime } from "../_ui/time.tsx";
import { connectionWords } from "./connection-words.ts";

const NO_PROBLEMS: Problem[] = [];

/** What is wrong right now, above every page: the connection, and what the dashboard reports. */
export function Notices() {
	const problems = useLiveState((state) => state.problems, NO_PROBLEMS);
	return (
		<>
			<ConnectionNotice />
			{problems.length > 0 && (
				<section aria-label="Problems">
					<ul>
						{problems.map((problem) => (
							<li key={problem.id}>
								<ProblemNotice problem={problem} />
							</li>
						))}
					</ul>
				</section>
			)}
		</>
	);
}

function ProblemNotice({ problem }: { problem: Problem }) {
	const error = problem.severity === "error";
	const Icon = error ? CircleX : TriangleAlert;
	return (
		<Strip tone={error ? "bad" : "warn"} icon={<Icon aria-hidden="true" size={16} strokeWidth={1.75} />}>
			<b className="font-semibold">{error ? "Error: " : "Warning: "}</b>
			<SafeText text={problem.text} /> <RelativeTime at={problem.since} className="text-small text-ink-2" />
			{problem.page && (
				<>
					{" "}
					<AppLink href={problem.page} className="underline underline-offset-2">
						What is known of it
					</AppLink>
				</>
			)}
		</Strip>
	);
}

/** The region is always there, so that its first sentence is announced too. */
function ConnectionNotice() {
	const connection = useLive((live) => live.connection);
	const empty = useLive((live) => live.position === null);
	const words = useTimeWords((now) => connectionWords(connection, empty, now));
	return (
		<div role="status">
			{words && (
				<Strip tone="warn" icon={<Unplug aria-hidden="true" size={16} strokeWidth={1.75} />}>
					{words}
				</Strip>
			)}
		</div>
	);
}

function Strip({ tone, icon, children }: { tone: "warn" | "bad"; icon: ReactNode; children: ReactNode }) {
	return (
		<div
			className={classNames(
				"grid grid-cols-[16px_minmax(0,1fr)] gap-2.5 border-b border-line px-4 py-2.5 desk:px-6",
				tone === "bad" ? "bg-bad-soft" : "bg-warn-soft",
			)}
		>
			<span className={classNames("mt-0.5", tone === "bad" ? "text-bad" : "text-warn")}>{icon}</span>
			<p>{children}</p>
		</div>
	);
}
