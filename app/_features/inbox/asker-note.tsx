"use client";

import { Clock } from "lucide-react";
import type { Question } from "../../../server/contract/question.ts";
import { daemonNamed, useDaemonFacts } from "../../_live/use-daemon.ts";
import { SafeText } from "../../_ui/safe-text.tsx";
import type { DaemonFacts } from "../../_words/daemon-words.ts";

/** What the one who asked does meanwhile: so that one can answer tomorrow with a quiet mind. */
export function AskerNote({ question }: { question: Question }) {
	const daemon = useDaemonFacts((state) => (question.daemon === null ? null : daemonNamed(state, question.daemon)));
	const words = noteOf(question, daemon);
	if (!words) return null;
	return (
		<p className="grid grid-cols-[16px_minmax(0,1fr)] gap-2.5 rounded-md bg-wait-soft px-3.5 py-2.5">
			<Clock aria-hidden="true" size={14} strokeWidth={1.75} className="mt-0.75 text-wait" />
			<SafeText text={words} />
		</p>
	);
}

/** Null when there is nothing to add. */
export function noteOf(question: Question, daemon: DaemonFacts | null): string | null {
	if (!daemon) return null;
	const { name } = daemon;
	if (daemon.phase !== "running" && daemon.phase !== "starting") {
		return `${name} does not run at the moment. Your answer is kept, and it gets it when it runs again.`;
	}
	if (!daemon.waitingOn.includes(question.ticket)) {
		return question.blocking ? `${name} needs this answer to go on. Waiting costs nothing.` : null;
	}
	if (daemon.activity === "working") {
		const step = daemon.plan.find(({ status }) => status === "in_progress")?.title ?? daemon.message;
		return step
			? `Parked: costs nothing while it waits. Meanwhile ${name} is at: ${step}`
			: "Parked: costs nothing while it waits.";
	}
	return `${name} waits for this answer and goes on at once when it comes. Waiting costs nothing.`;
}
