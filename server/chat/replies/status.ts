import type { DaemonStatus } from "../../contract/daemon.ts";
import type { LiveState } from "../../contract/state.ts";
import { oneLine } from "../../text/cut.ts";
import { escapeMarkdown } from "../../text/markdown.ts";
import { ago, lasting } from "./times.ts";

const MAX_QUESTIONS = 5;
const MEBIBYTE = 2 ** 20;

/** What a daemon is doing and how it is, in Markdown. What is not known is not said. */
export function statusWords(daemon: DaemonStatus, { pending }: Pick<LiveState, "pending">): string {
	const mine = pending.filter((question) => question.daemon === daemon.name);
	const lines = [
		headline(daemon),
		...(daemon.reason ? [md(daemon.reason)] : []),
		...(daemon.problem ? [`It says: ${md(daemon.problem)}`] : []),
		taskLine(daemon),
		daemon.message && daemon.phase === "running" ? `“${md(daemon.message)}”` : null,
		figures(daemon),
		...mine.slice(0, MAX_QUESTIONS).map(({ ticket, title }) => `- **${ticket}** waits for you: ${md(title)}`),
		mine.length > MAX_QUESTIONS ? `- and ${mine.length - MAX_QUESTIONS} more in the inbox` : null,
	];
	return lines
		.filter((line) => line !== null && line !== "")
		.join("\n\n")
		.replaceAll("\n\n- ", "\n- ");
}

function headline({
	name,
	phase,
	health,
	activity,
	uptimeSeconds,
	desired,
	lastExit,
	nextRetryAt,
}: DaemonStatus): string {
	if (phase === "running") {
		const how = health === "hung" ? "runs, and does not respond" : health === "degraded" ? "runs, degraded" : "runs";
		const since = uptimeSeconds === null ? "" : ` since ${lasting(uptimeSeconds)}`;
		return `**${name}** ${how}${since}${activity === null ? "" : ` · ${activity}`}`;
	}
	const ended = lastExit ? ` since ${lasting((Date.now() - Date.parse(lastExit.at)) / 1_000)}` : "";
	const again = nextRetryAt ? ", and is tried again by itself" : "";
	const words = phase === "stopped" || phase === "exited" ? `does not run${ended}` : `is ${phase.replace("-", " ")}`;
	return `**${name}** ${words}${again}${desired === "down" ? "; `/start` starts it" : ""}`;
}

function taskLine({ task, phase, plan }: DaemonStatus): string | null {
	if (!task) return phase === "running" ? "It has nothing in work." : null;
	const progress = task.progress === null ? "" : ` · ${Math.round(task.progress * 100)} %`;
	const since = task.startedAt ? ` · began ${ago(task.startedAt)}` : "";
	const step = plan.find(({ status }) => status === "in_progress");
	return `In work: **${md(task.id)}** ${md(task.title)}${progress}${since}${step ? ` · ${md(step.title)}` : ""}`;
}

function figures({ pid, cpuPercent, memoryBytes, restarts }: DaemonStatus): string | null {
	if (pid === null) return null;
	const parts = [
		`pid ${pid}`,
		cpuPercent === null ? null : `CPU ${cpuPercent.toFixed(0)} %`,
		memoryBytes === null ? null : `${Math.round(memoryBytes / MEBIBYTE)} MiB`,
		restarts > 0 ? `restarted ${restarts} ${restarts === 1 ? "time" : "times"} by itself` : null,
	];
	return parts.filter(Boolean).join(" · ");
}

function md(text: string): string {
	return escapeMarkdown(oneLine(text, 300));
}
