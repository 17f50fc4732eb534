"use client";

import { useActionFailure } from "../../_live/daemon-actions.ts";
import { daemonNamed, useDaemonFacts } from "../../_live/use-daemon.ts";
import { AppLink } from "../../_navigation/app-link.tsx";
import { Panel } from "../../_ui/panel.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { StateBadge } from "../../_ui/state-badge.tsx";
import { Countdown, RelativeTime } from "../../_ui/time.tsx";
import { type DaemonFacts, doingState } from "../../_words/daemon-words.ts";
import { exitSentence } from "../../_words/exit-words.ts";
import { share } from "../../_words/quantity.ts";
import { DaemonButtons } from "./daemon-buttons.tsx";

/** A daemon in short; its name opens it in full. */
export function DaemonRow({ name }: { name: string }) {
	const daemon = useDaemonFacts((state) => daemonNamed(state, name));
	const failure = useActionFailure(name);
	if (!daemon) return null;
	const id = `daemon-${name}`;
	return (
		<Panel labelledBy={id}>
			<div className="flex flex-wrap items-center gap-x-2.5 gap-y-2 px-4 py-3">
				<div className="min-w-0 flex-[1_1_200px]">
					<h2 id={id} className="text-name font-strong break-words">
						<AppLink href={`/?daemon=${encodeURIComponent(name)}`} scroll={false} className="hover:underline">
							{name}
						</AppLink>
					</h2>
					<p className="text-ink-2">
						{failure ? (
							<span role="alert">
								<SafeText text={failure} />
							</span>
						) : (
							<Summary daemon={daemon} />
						)}
					</p>
				</div>
				<StateBadge state={doingState(daemon)} />
				<DaemonButtons daemon={daemon} only />
			</div>
		</Panel>
	);
}

function Summary({ daemon }: { daemon: DaemonFacts }) {
	if (daemon.phase === "backing-off") {
		return (
			<>
				{daemon.lastExit && <SafeText text={exitSentence(daemon.lastExit)} />}
				{daemon.nextRetryAt && (
					<>
						{" "}
						Tries again in <Countdown at={daemon.nextRetryAt} className="font-mono text-small" />
						{daemon.failureLimit !== null && ` (${daemon.failures} of ${daemon.failureLimit})`}
					</>
				)}
			</>
		);
	}
	const said = daemon.reason ?? daemon.problem;
	if (said) return <SafeText text={said} />;
	if (daemon.task) {
		const progress = daemon.task.progress === null ? "" : ` · ${share(daemon.task.progress)}`;
		return <SafeText text={`${daemon.task.id} · ${daemon.task.title}${progress}`} />;
	}
	if (daemon.message && daemon.phase === "running") return <SafeText text={daemon.message} />;
	if (daemon.lastExit && daemon.phase !== "running") {
		return (
			<>
				<SafeText text={exitSentence(daemon.lastExit)} /> <RelativeTime at={daemon.lastExit.at} />
			</>
		);
	}
	return daemon.phase === "running" ? "Runs and reports nothing of its own" : "Not started yet";
}
