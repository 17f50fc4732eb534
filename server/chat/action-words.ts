import type { ChatAction, ChatMessage } from "../contract/chat.ts";
import type { DaemonStatus } from "../contract/daemon.ts";
import { escapeMarkdown } from "../text/markdown.ts";

const GOING = { start: "Starting", stop: "Stopping", restart: "Restarting", tell: "Telling" } as const;
const GONE = { start: "Started", stop: "Stopped", restart: "Restarted", tell: "Told" } as const;

/** What is about to be done, or was, in Markdown. */
export function actionWords({ verb, daemon, text }: ChatAction, state: ChatMessage["state"]): string {
	const what = text === null ? daemon : `${daemon}: ${escapeMarkdown(text)}`;
	if (state === "complete") return `${GONE[verb]} ${what}`;
	return state === "undone" || state === "failed" ? `Not done: ${verb} ${what}` : `${GOING[verb]} ${what}`;
}

/** What came of a start, stop or restart. */
export function doneWords({ verb }: ChatAction, { phase, reason }: DaemonStatus): string {
	if (reason && phase !== "running" && phase !== "stopped") return reason;
	switch (phase) {
		case "running":
			return verb === "stop" ? "It runs: something started it again." : "It runs.";
		case "stopped":
			return verb === "stop" ? "It has ended, with all that it had started." : "It is stopped.";
		default:
			return `It is ${phase}.`;
	}
}
