"use client";

import type { RecordSources } from "../../../server/contract/conversations.ts";
import { daemonNamed, useDaemonFacts } from "../../_live/use-daemon.ts";
import { SafeText } from "../../_ui/safe-text.tsx";
import { count } from "../../_words/quantity.ts";
import { DaemonButtons } from "../overview/daemon-buttons.tsx";
import { sourceName } from "./source-mark.tsx";

/** What keeps something from being recorded; nothing while all is well. */
export function MonitorState({ sources, isEmpty }: { sources: RecordSources; isEmpty: boolean }) {
	const [name] = sources.monitors;
	const unreadable = sources.sources.filter((one) => one.unreadable > 0);
	return (
		<>
			{name === undefined ? (
				!isEmpty && <Strip>No daemon of config.json records any more.</Strip>
			) : (
				<Stopped name={name} />
			)}
			{unreadable.length > 0 && (
				<Strip>
					<details>
						<summary>
							{unreadable.map((one) => `${count(one.unreadable, "transcript")} of ${sourceName(one.name)}`).join(", ")}{" "}
							cannot be read
						</summary>
						<ul className="mt-1 grid gap-1">
							{unreadable
								.flatMap(({ problems }) => problems)
								.map(({ path, problem }) => (
									<li key={path} className="wrap-anywhere">
										<SafeText text={path} mode="code" />: <SafeText text={problem} />
									</li>
								))}
						</ul>
					</details>
				</Strip>
			)}
		</>
	);
}

function Stopped({ name }: { name: string }) {
	const daemon = useDaemonFacts((state) => daemonNamed(state, name));
	if (!daemon || daemon.phase === "running" || daemon.phase === "starting") return null;
	return (
		<Strip>
			<p className="min-w-0 flex-1">{name} does not run, so nothing new is recorded.</p>
			<DaemonButtons daemon={daemon} only />
		</Strip>
	);
}

function Strip({ children }: { children: React.ReactNode }) {
	return (
		<div className="flex flex-none flex-wrap items-center gap-2 border-b border-line bg-warn-soft px-4 py-2 text-small">
			{children}
		</div>
	);
}
