"use client";

import { useState } from "react";
import type { PlanEntry } from "../../../server/contract/status-file.ts";
import { useTimeWords } from "../../_live/clock.ts";
import { Button } from "../../_ui/button.tsx";
import { classNames } from "../../_ui/class-names.ts";
import { SafeText } from "../../_ui/safe-text.tsx";
import { TicketLink } from "../../_ui/ticket-link.tsx";
import { momentOf } from "../../_ui/time.tsx";
import { count } from "../../_words/quantity.ts";
import { age, clockTime } from "../../_words/time.ts";
import { foldPlan } from "./fold-plan.ts";
import { StepIcon } from "./step-icon.tsx";

/** So many steps fit without pushing the rest of the card away. */
const ROOM = 8;

const STATUS_WORDS: Record<PlanEntry["status"], string> = {
	pending: "to do",
	in_progress: "in progress",
	waiting: "waits for you",
	completed: "done",
	failed: "failed",
};

/** The steps of the current task, live. */
export function Plan({ plan }: { plan: PlanEntry[] }) {
	const [all, setAll] = useState(false);
	const { before, shown, after } = foldPlan(plan, all ? plan.length : ROOM);
	return (
		<div className="grid gap-1">
			<ol aria-label="Plan" className="grid gap-1">
				{before > 0 && <li className="pl-6.5 text-small text-ink-3">{count(before, "earlier step")} done</li>}
				{shown.map((step, index) => (
					// biome-ignore lint/suspicious/noArrayIndexKey: a step is its place in the plan; its words may change
					<Step key={before + index} step={step} />
				))}
				{after > 0 && <li className="pl-6.5 text-small text-ink-3">{count(after, "more step")}</li>}
			</ol>
			{plan.length > ROOM && (
				<Button
					look="quiet"
					size="small"
					className="justify-self-start"
					aria-expanded={all}
					onClick={() => setAll(!all)}
				>
					{all ? "Show fewer" : `Show all ${plan.length} steps`}
				</Button>
			)}
		</div>
	);
}

function Step({ step }: { step: PlanEntry }) {
	return (
		<li
			data-status={step.status}
			className={classNames(
				"grid grid-cols-[18px_minmax(0,1fr)_auto] items-baseline gap-2",
				step.status === "completed" && "text-ink-3",
				step.status === "pending" && "text-ink-2",
				step.status === "in_progress" && "font-semibold",
			)}
		>
			<StepIcon status={step.status} />
			<span className="min-w-0 break-words">
				<SafeText text={step.title} />
				<span className="sr-only">, {STATUS_WORDS[step.status]}</span>
			</span>
			<StepTime step={step} />
		</li>
	);
}

/** The question it waits on, else how long it has been at it, else when it ended. */
function StepTime({ step }: { step: PlanEntry }) {
	const { since } = step;
	const words = useTimeWords((now) => {
		if (!since || step.status === "pending") return "";
		return step.status === "in_progress" ? age(since, now) : clockTime(since, now);
	});
	if (step.ticket && step.status === "waiting") return <TicketLink ticket={step.ticket} className="text-wait" />;
	if (!words || !since) return <span />;
	return (
		<time {...momentOf(since)} className="font-mono text-small whitespace-nowrap text-ink-3">
			{words}
		</time>
	);
}
