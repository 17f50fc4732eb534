import type { WritableStatus } from "../../../server/contract/roadmap.ts";
import type { RunOutcome, RunStatus, ShownStatus } from "../../../server/contract/work.ts";
import type { StateWords } from "../../_words/daemon-words.ts";

/** Where an item stands, in the order in which a person asks for it. */
export const SHOWN_WORDS: Readonly<Record<ShownStatus, StateWords>> = {
	working: { word: "In work", tone: "ok", shape: "play" },
	review: { word: "Your review", tone: "wait", shape: "question" },
	parked: { word: "Parked", tone: "wait", shape: "clock" },
	"in-progress": { word: "In progress", tone: "busy", shape: "play" },
	planned: { word: "Planned", tone: "off", shape: "ring" },
	aside: { word: "Set aside", tone: "warn", shape: "pause" },
	blocked: { word: "Blocked", tone: "warn", shape: "bang" },
	finished: { word: "Finished", tone: "ok", shape: "check" },
	done: { word: "Done", tone: "ok", shape: "check" },
	cancelled: { word: "Cancelled", tone: "off", shape: "cross" },
	unknown: { word: "No status", tone: "off", shape: "question" },
};

/** What that means, for those who hover. */
export const SHOWN_HINTS: Readonly<Record<ShownStatus, string>> = {
	working: "The developer is at it.",
	review: "It is finished, and you decide what becomes of it.",
	parked: "It waits for an answer, and costs nothing meanwhile.",
	"in-progress": "The file says that it is in progress; nobody is at it now.",
	planned: "The developer takes it when its turn comes.",
	aside: "The developer passes it over until it is taken back.",
	blocked: "The file says that it is blocked, so it is not taken.",
	finished: "Done on its branch, while the file here does not say so yet.",
	done: "The file says that it is done.",
	cancelled: "The file says that it is cancelled, so it is not taken.",
	unknown: "The file gives it no status, so it is never taken.",
};

export const SHOWN_STATUSES = Object.keys(SHOWN_WORDS) as readonly ShownStatus[];

export function isShownStatus(value: string): value is ShownStatus {
	return Object.hasOwn(SHOWN_WORDS, value);
}

/** What a person can write into the file, and what follows from it. */
export const WRITABLE: readonly { status: WritableStatus; effect: string }[] = [
	{ status: "planned", effect: "The developer takes it when its turn comes." },
	{ status: "in-progress", effect: "The developer takes it before what is planned." },
	{ status: "done", effect: "What depends on it may begin." },
	{ status: "blocked", effect: "It is not taken, and what depends on it waits." },
	{ status: "cancelled", effect: "It is not taken, and what depends on it waits." },
];

export const RUN_WORDS: Readonly<Record<RunStatus, StateWords>> = {
	running: { word: "In work", tone: "ok", shape: "play" },
	parked: { word: "Parked", tone: "wait", shape: "clock" },
	review: { word: "Your review", tone: "wait", shape: "question" },
	done: { word: "Done", tone: "ok", shape: "check" },
	failed: { word: "Failed", tone: "bad", shape: "cross" },
	retried: { word: "Tried again", tone: "off", shape: "ring" },
};

export const OUTCOME_WORDS: Readonly<Record<RunOutcome, string>> = {
	merged: "merged",
	kept: "kept on its branch",
	"pull-request": "pull request",
};
