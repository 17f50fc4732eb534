"use client";

import type { ReactNode } from "react";
import { useTimeWords } from "../../_live/clock.ts";
import { useActionFailure } from "../../_live/daemon-actions.ts";
import { classNames } from "../../_ui/class-names.ts";
import { SafeText } from "../../_ui/safe-text.tsx";
import { ClockTime, Countdown, RelativeTime } from "../../_ui/time.tsx";
import { type DaemonFacts, processState, type Tone } from "../../_words/daemon-words.ts";
import { exitSentence } from "../../_words/exit-words.ts";
import { attempt, count, ordinal } from "../../_words/quantity.ts";
import { secondsUntil } from "../../_words/time.ts";
import { DossierLink } from "./dossier-link.tsx";

/** Why it is not simply running, what comes next and when, and what the person can do: nothing when all is well. */
export function DaemonNotices({ daemon }: { daemon: DaemonFacts }) {
	const failure = useActionFailure(daemon.name);
	return (
		<>
			{failure && (
				<Notice tone="bad" alert>
					<SafeText text={failure} />
				</Notice>
			)}
			<PhaseNotice daemon={daemon} />
			{daemon.problem && (
				<Notice tone="warn">
					<SafeText text={daemon.problem} />
				</Notice>
			)}
			<SettingsNotice daemon={daemon} />
			<LastExitNotice daemon={daemon} />
			<DossierLink daemon={daemon} />
		</>
	);
}

/** What is under way, or why it stands still. */
function PhaseNotice({ daemon }: { daemon: DaemonFacts }) {
	if (daemon.phase === "backing-off" && daemon.nextRetryAt)
		return <BackingOff daemon={daemon} until={daemon.nextRetryAt} />;
	if (daemon.phase === "stopping") {
		return (
			<Notice tone="busy">
				{daemon.reason ? <SafeText text={daemon.reason} /> : "Stopping: it was asked politely and may save its place."}
				{daemon.forceAt && <ForceIn at={daemon.forceAt} />}
			</Notice>
		);
	}
	if (daemon.reason) {
		const { tone } = processState(daemon);
		return (
			<Notice tone={tone === "ok" || tone === "busy" ? "off" : tone}>
				<SafeText text={daemon.reason} />
			</Notice>
		);
	}
	return daemon.phase === "starting" ? <Notice tone="busy">Starting: waits for its first sign of life.</Notice> : null;
}

function BackingOff({ daemon, until }: { daemon: DaemonFacts; until: string }) {
	return (
		<Notice tone="warn">
			<SafeText text={daemon.lastExit ? exitSentence(daemon.lastExit) : (daemon.reason ?? "")} />
			{daemon.failures > 1 && ` It is the ${ordinal(daemon.failures)} failure in a row.`} Tries again in{" "}
			<Countdown at={until} className="font-mono text-small" />
			{attempt(daemon.failures, daemon.failureLimit)}
		</Notice>
	);
}

function ForceIn({ at }: { at: string }) {
	return useTimeWords((now) => {
		const seconds = secondsUntil(at, now);
		return seconds > 0 ? ` Force in ${seconds} s.` : " Using force now.";
	});
}

/** What its settings have in store for it. */
function SettingsNotice({ daemon }: { daemon: DaemonFacts }) {
	if (daemon.phase !== "running") return null;
	return (
		<>
			{daemon.restartNeeded && (
				<Notice tone="off">Its settings in config.json have changed; they hold once you restart it.</Notice>
			)}
			{daemon.nextScheduledAt && (
				<Notice tone="off">
					Restarts as scheduled at <ClockTime at={daemon.nextScheduledAt} />.
				</Notice>
			)}
		</>
	);
}

/** How the last run ended, when that explains what is seen now. */
function LastExitNotice({ daemon }: { daemon: DaemonFacts }) {
	const exit = daemon.lastExit;
	if (!exit) return null;
	if (daemon.phase === "running" || daemon.phase === "starting") {
		if (daemon.restarts === 0) return null;
		return (
			<Notice tone="off">
				Restarted by itself {count(daemon.restarts, "time")}. Before that: <SafeText text={exitSentence(exit)} />{" "}
				<RelativeTime at={exit.at} className="text-small" />
			</Notice>
		);
	}
	// The reason of these tells how the run ended already.
	if (daemon.phase === "stopping" || daemon.phase === "backing-off" || (daemon.phase !== "stopped" && daemon.reason))
		return null;
	const bad = exit.survivors.length > 0 || exit.cause === "oom" || exit.cause === "crash";
	return (
		<Notice tone={bad ? "warn" : "off"}>
			<SafeText text={exitSentence(exit)} /> <RelativeTime at={exit.at} className="text-small" />
		</Notice>
	);
}

const TONES: Record<Tone, string> = {
	ok: "bg-ok-soft",
	warn: "bg-warn-soft",
	bad: "bg-bad-soft",
	wait: "bg-wait-soft",
	off: "bg-raise text-ink-2",
	busy: "bg-accent-soft",
};

function Notice({ tone, alert = false, children }: { tone: Tone; alert?: boolean; children: ReactNode }) {
	return (
		<p
			role={alert ? "alert" : undefined}
			className={classNames("border-b border-line px-4 py-2 break-words", TONES[tone])}
		>
			{children}
		</p>
	);
}
