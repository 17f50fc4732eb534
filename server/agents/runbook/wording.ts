import type { PermissionOption } from "@agentclientprotocol/sdk";
import { codeBlock } from "../../text/markdown.ts";
import type { Progress } from "./progress.ts";
import type { Step } from "./steps.ts";

/** Lines of output shown with a failure. */
const LAST_LINES = 20;

interface StepOption extends PermissionOption {
	optionId: "run" | "run-all" | "skip" | "stop";
}
export type Choice = StepOption["optionId"] | "cancelled";

export const OPTIONS: readonly StepOption[] = [
	{ optionId: "run", kind: "allow_once", name: "Run it" },
	{ optionId: "run-all", kind: "allow_always", name: "Run it and the rest of this item's steps without asking" },
	{ optionId: "skip", kind: "reject_once", name: "Skip this step" },
	{ optionId: "stop", kind: "reject_always", name: "Stop here" },
];

export interface Attempt {
	/** From 1. */
	attempt: number;
	/** The same for the same attempt, in whatever process. */
	toolCallId: string;
	/** Differs from that of an earlier attempt, so that an old answer is never taken for a new one. */
	title: string;
	/** It was started before: it is asked about again, whatever was allowed. */
	asksAgain: boolean;
}

const QUESTIONS: Record<NonNullable<Progress["last"]>["outcome"], (number: number) => string> = {
	running: (number) => `Step ${number} was interrupted before it finished: run it again?`,
	failed: (number) => `Step ${number} failed before: run it again?`,
	stopped: (number) => `Step ${number} was stopped before it finished: run it again?`,
	declined: (number) => `You stopped before step ${number}: run it now?`,
};

export function attemptOf(last: Progress["last"], number: number, total: number, { title }: Step): Attempt {
	if (last?.step !== number) {
		const label = total === 1 ? title : `Step ${number} of ${total}: ${title}`;
		return { attempt: 1, toolCallId: `step-${number}`, title: label, asksAgain: false };
	}
	const attempt = last.attempt + 1;
	const more = attempt > 2 ? ` (attempt ${attempt})` : "";
	return {
		attempt,
		toolCallId: attempt > 2 ? `step-${number}-again-${attempt - 1}` : `step-${number}-again`,
		title: QUESTIONS[last.outcome](number) + more,
		asksAgain: true,
	};
}

export function failureMessage(number: number, total: number, { title }: Step, how: string, output: string): string {
	const lines = output.trimEnd().split("\n").slice(-LAST_LINES).join("\n");
	const shown = lines === "" ? "" : `\n\n${codeBlock(lines)}`;
	const rest = number < total ? "\n\nThe steps after it were not run." : "";
	return `Step ${number} of ${total} (${title}) failed: ${how}.${shown}${rest}`;
}

/** Output with how it ended below it. */
export function withNote(output: string, how: string): string {
	return `${output}${output === "" || output.endsWith("\n") ? "" : "\n"}(${how})`;
}
