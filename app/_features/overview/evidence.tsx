"use client";

import { useLiveState } from "../../_live/store.ts";
import { daemonNamed } from "../../_live/use-daemon.ts";
import { SafeText } from "../../_ui/safe-text.tsx";
import { type DaemonFacts, evidence, MARKS } from "../../_words/daemon-words.ts";
import { runningClock } from "../../_words/time.ts";

/** Which process it is, for how long, and how that is known. */
export function Evidence({ daemon }: { daemon: DaemonFacts }) {
	const proof = evidence(daemon);
	if (daemon.pid === null) {
		return (
			<p className="min-h-4.5">
				{daemon.workspace ? <SafeText text={`Works in ${daemon.workspace}`} /> : "No process"}
			</p>
		);
	}
	return (
		<details className="group">
			<summary className="flex w-fit max-w-full flex-wrap gap-x-3 rounded-sm hover:text-ink">
				<span className="whitespace-nowrap">pid {daemon.pid}</span>
				<Uptime name={daemon.name} />
				{proof && (
					<span>
						{proof}{" "}
						<span aria-hidden="true" className="inline-block transition-transform group-open:rotate-90">
							›
						</span>
					</span>
				)}
			</summary>
			{daemon.identity && (
				<ul className="mt-1 grid gap-x-4 tablet:grid-cols-2">
					{MARKS.map(({ key, words }) => (
						<li key={key}>
							<span aria-hidden="true" className="inline-block w-4">
								{{ true: "✓", false: "✗", null: "?" }[`${daemon.identity?.[key] ?? null}`]}
							</span>
							{markWords(words, daemon.identity?.[key] ?? null)}
						</li>
					))}
				</ul>
			)}
		</details>
	);
}

function markWords(words: string, mark: boolean | null): string {
	if (mark === null) return `${words}: could not be read`;
	return mark ? words : `${words}: differs`;
}

function Uptime({ name }: { name: string }) {
	const words = useLiveState((state) => {
		const seconds = daemonNamed(state, name)?.uptimeSeconds ?? null;
		return seconds === null ? null : runningClock(seconds);
	}, null);
	if (words === null) return null;
	return (
		<span data-live className="whitespace-nowrap">
			up {words}
		</span>
	);
}
