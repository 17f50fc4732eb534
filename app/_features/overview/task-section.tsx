"use client";

import { visibleText } from "../../../server/contract/visible-text.ts";
import { AppLink } from "../../_navigation/app-link.tsx";
import { ProgressBar } from "../../_ui/progress-bar.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { RelativeTime } from "../../_ui/time.tsx";
import type { DaemonFacts } from "../../_words/daemon-words.ts";
import { share } from "../../_words/quantity.ts";
import { Plan } from "./plan.tsx";

/** What it is on, how far, and the steps; without a task, what would come next. */
export function TaskSection({ daemon }: { daemon: DaemonFacts }) {
	const { task, message, plan } = daemon;
	if (!task) return <NoTask daemon={daemon} />;
	return (
		<div className="grid gap-2.5 border-b border-line px-4 py-3.5">
			<div className="grid grid-cols-[minmax(0,1fr)_auto] items-baseline gap-2">
				<p className="min-w-0 break-words">
					<TaskId daemon={daemon} id={task.id} />
					<b className="font-semibold">
						<SafeText text={task.title} />
					</b>
				</p>
				<span data-live className="font-mono text-small">
					{task.progress === null ? "—" : share(task.progress)}
				</span>
			</div>
			<ProgressBar value={task.progress} label={`Progress of ${visibleText(task.id)}`} />
			{(message || task.startedAt) && (
				<p className="min-w-0 text-ink-2">
					{message && <SafeText text={message} />}
					{message && task.startedAt && " · "}
					{task.startedAt && (
						<span className="text-small text-ink-3">
							begun <RelativeTime at={task.startedAt} />
						</span>
					)}
				</p>
			)}
			{plan.length > 0 && <Plan plan={plan} />}
		</div>
	);
}

/** Leads to the item of the roadmap, where it is one. */
function TaskId({ daemon, id }: { daemon: DaemonFacts; id: string }) {
	const look = "mr-2 font-mono text-small text-ink-2";
	const words = <SafeText text={id} />;
	if (daemon.workspace === null) return <span className={look}>{words}</span>;
	const href = `/roadmap?${new URLSearchParams({ daemon: daemon.name, item: id })}`;
	return (
		<AppLink
			href={href}
			title="Show it in the roadmap"
			className={`${look} underline decoration-dotted underline-offset-3`}
		>
			{words}
		</AppLink>
	);
}

function NoTask({ daemon }: { daemon: DaemonFacts }) {
	return (
		<div className="border-b border-line px-4 py-3.5">
			<p className="font-semibold">{daemon.phase === "running" ? "No task at the moment" : "Not at work"}</p>
			<p className="text-ink-2">
				<SafeText text={noTaskWords(daemon)} />
			</p>
		</div>
	);
}

function noTaskWords(daemon: DaemonFacts): string {
	switch (daemon.phase) {
		case "running":
			return daemon.message ?? "It reports no task of its own.";
		case "starting":
		case "backing-off":
			return "It takes up its work where it was as soon as it runs.";
		case "stopping":
			return "It stops. What it was doing is kept for the next start.";
		default:
			return daemon.workspace
				? `Start it, and it takes the next item of ROADMAP.md in ${daemon.workspace}, works on a branch of its own, and asks you before it runs anything.`
				: "Start it, and it goes on in the background when this page and the terminal are closed.";
	}
}
