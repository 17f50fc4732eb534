"use client";

import { useActionFailure } from "../../_live/daemon-actions.ts";
import { useLiveState } from "../../_live/store.ts";
import { daemonNamed, useDaemonFacts } from "../../_live/use-daemon.ts";
import { AppLink } from "../../_navigation/app-link.tsx";
import { Panel } from "../../_ui/panel.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { StateBadge } from "../../_ui/state-badge.tsx";
import { Countdown, RelativeTime } from "../../_ui/time.tsx";
import { type DaemonFacts, doingState } from "../../_words/daemon-words.ts";
import { exitSentence } from "../../_words/exit-words.ts";
import { attempt, share } from "../../_words/quantity.ts";
import { logsPage } from "../logs/use-place.ts";
import { DaemonButtons } from "./daemon-buttons.tsx";
import { DossierAnchor, hasDossier } from "./dossier-link.tsx";
import { rowFigures } from "./row-figures.ts";

const LINK = "text-accent underline underline-offset-2";

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
						<AppLink
							href={`/?daemon=${encodeURIComponent(name)}`}
							scroll={false}
							className="underline decoration-line-strong underline-offset-2 hover:decoration-ink focus-visible:decoration-ink"
						>
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
					<Explanations daemon={daemon} />
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
						{attempt(daemon.failures, daemon.failureLimit)}
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
	return daemon.phase === "running" ? <Figures name={daemon.name} /> : "Not started yet";
}

/** What can be measured of one that says nothing of itself. */
function Figures({ name }: { name: string }) {
	const words = useLiveState((state) => {
		const daemon = daemonNamed(state, name);
		return daemon ? rowFigures(daemon) : null;
	}, null);
	return words === null ? "Runs and reports nothing of its own" : <span data-live>{words}</span>;
}

const FAILED: ReadonlySet<DaemonFacts["phase"]> = new Set(["failed", "conflict", "stop-failed"]);

/** Where to read why it failed. */
function Explanations({ daemon }: { daemon: DaemonFacts }) {
	if (!FAILED.has(daemon.phase)) return null;
	return (
		<p className="flex flex-wrap gap-x-3 text-small">
			<AppLink href={logsPage({ daemon: daemon.name })} className={LINK}>
				Log<span className="sr-only"> of {daemon.name}</span>
			</AppLink>
			{hasDossier(daemon) && <DossierAnchor name={daemon.name} />}
		</p>
	);
}
