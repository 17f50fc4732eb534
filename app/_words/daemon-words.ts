import type { DaemonStatus } from "../../server/contract/daemon.ts";

/** What colour says; a shape and a word say the same. */
export type Tone = "ok" | "warn" | "bad" | "wait" | "off" | "busy";
export type Shape = "play" | "ring" | "clock" | "pause" | "square" | "dots" | "bang" | "cross" | "question" | "check";
export interface StateWords {
	word: string;
	tone: Tone;
	shape: Shape;
}

/** What is known of a daemon without its fast-changing figures. */
export type DaemonFacts = Omit<DaemonStatus, "cpuPercent" | "memoryBytes" | "uptimeSeconds">;

/** The state of the process, for a card's badge. "Running" in green is only said of one that has been heard from. */
export function processState(daemon: Pick<DaemonFacts, "desired" | "phase" | "health">): StateWords {
	switch (daemon.phase) {
		case "running":
			return runningState(daemon);
		case "starting":
			return { word: "Starting", tone: "busy", shape: "dots" };
		case "stopping":
			return { word: "Stopping", tone: "busy", shape: "dots" };
		case "backing-off":
			return { word: "Backing off", tone: "warn", shape: "bang" };
		case "stop-failed":
			return { word: "Stop failed", tone: "bad", shape: "cross" };
		case "failed":
			return { word: "Failed", tone: "bad", shape: "cross" };
		case "conflict":
			return { word: "Conflict", tone: "bad", shape: "cross" };
		case "exited":
			return { word: "Exited", tone: daemon.desired === "up" ? "warn" : "off", shape: "square" };
		case "stopped":
			return { word: "Stopped", tone: "off", shape: "square" };
	}
}

function runningState(daemon: Pick<DaemonFacts, "health">): StateWords {
	switch (daemon.health) {
		case "hung":
			return { word: "Hung", tone: "bad", shape: "bang" };
		case "degraded":
			return { word: "Degraded", tone: "warn", shape: "bang" };
		case "unknown":
			return { word: "Running", tone: "off", shape: "play" };
		case "ready":
		case "waiting":
			return { word: "Running", tone: "ok", shape: "play" };
	}
}

/** What it is doing, for the header: the activity of one that runs well, else the state of its process. */
export function doingState(daemon: DaemonFacts): StateWords {
	const state = processState(daemon);
	if (daemon.phase !== "running" || state.tone === "bad" || state.tone === "warn") return state;
	switch (daemon.activity) {
		case "working":
			return { word: "Working", tone: "ok", shape: "play" };
		case "waiting":
			return { word: "Waiting for you", tone: "wait", shape: "clock" };
		case "idle":
			return { word: "Idle", tone: "off", shape: "ring" };
		case "paused":
			return { word: "Paused", tone: "off", shape: "pause" };
		case null:
			return state;
	}
}

export const HEALTH_TONE: Record<DaemonStatus["health"], Tone> = {
	unknown: "off",
	ready: "ok",
	degraded: "warn",
	hung: "bad",
	waiting: "wait",
};

/** The daemon that needs attention most; of equals the first in the configuration. */
export function mostUrgent<T extends DaemonFacts>(daemons: readonly T[]): T | null {
	let best: T | null = null;
	for (const daemon of daemons) {
		if (!best || urgency(daemon) > urgency(best)) best = daemon;
	}
	return best;
}

function urgency(daemon: DaemonFacts): number {
	const { tone } = processState(daemon);
	if (tone === "bad") return 6;
	if (tone === "warn") return 5;
	if (daemon.phase === "starting" || daemon.phase === "stopping") return 3;
	if (daemon.phase !== "running") return 0;
	if (daemon.problem) return 5;
	if (daemon.activity === "waiting") return 4;
	return daemon.activity === "working" ? 2 : 1;
}

/** The four marks of identity in words. */
export const MARKS = [
	{ key: "boot", words: "same boot of this machine" },
	{ key: "startTime", words: "same pid, started at the same moment" },
	{ key: "executable", words: "same executable" },
	{ key: "instance", words: "same instance token in its environment" },
] as const;

/** How strong the evidence is that this very process is ours: `4 of 4 marks match`. Null marks could not be read. */
export function evidence(daemon: DaemonFacts): string | null {
	const marks = daemon.identity;
	if (!marks || daemon.pid === null) return null;
	const read = MARKS.filter(({ key }) => marks[key] !== null);
	const matching = read.filter(({ key }) => marks[key] === true);
	const unread = read.length < MARKS.length ? ` that can be read` : "";
	const how = daemon.adopted ? "same process found again" : "started from here";
	return `${how}, ${matching.length} of ${read.length} marks${unread} match`;
}
