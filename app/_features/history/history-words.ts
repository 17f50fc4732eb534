import type { HistoryEnd, HistorySummary, KnownState } from "../../../server/contract/history.ts";
import { processState, type StateWords } from "../../_words/daemon-words.ts";
import { exitSentence } from "../../_words/exit-words.ts";

/** The state a daemon was in. Of running it says more than a badge, because a year has room for all of it. */
export function stateWords(state: KnownState): StateWords {
	if (state.phase !== "running") return processState(state);
	switch (state.health) {
		case "ready":
			return { word: "Running", tone: "ok", shape: "play" };
		case "waiting":
			return { word: "Running, waiting for you", tone: "wait", shape: "clock" };
		case "unknown":
			return { word: "Running, health not known", tone: "off", shape: "play" };
		case "degraded":
		case "hung":
			return processState(state);
	}
}

/** Time that nobody watched. */
export const UNWATCHED = "Not watched";

/** `99.98 %`. Rounded down: 100 % is said only of what was never down. */
export function uptimeWords(percent: number | null): string {
	if (percent === null) return "—";
	return percent === 100 ? "100 %" : `${(Math.floor(percent * 1_000) / 1_000).toFixed(percent < 99 ? 1 : 3)} %`;
}

const UNITS: readonly (readonly [seconds: number, unit: string])[] = [
	[86_400, "d"],
	[3_600, "h"],
	[60, "min"],
	[1, "s"],
];

/** A length of time in its two largest units: `3 d 4 h`, `12 min`, `8 s`, `0.4 s`. */
export function duration(seconds: number): string {
	if (seconds < 1) return seconds === 0 ? "0 s" : `${Math.max(0.1, Math.round(seconds * 10) / 10)} s`;
	const first = UNITS.findIndex(([size]) => seconds >= size);
	const parts: string[] = [];
	let left = Math.floor(seconds);
	for (const [size, unit] of UNITS.slice(first, first + 2)) {
		const amount = Math.floor(left / size);
		left -= amount * size;
		if (amount > 0) parts.push(`${amount} ${unit}`);
	}
	return parts.join(" ");
}

/** How an instance ended, in a sentence. */
export function endWords({ at, cause, code, signal, forced, count }: HistoryEnd): string {
	const sentence = exitSentence({ at, cause, code, signal, forced: forced ?? false, survivors: [] });
	return count === 1 ? sentence : `${count} ends around this time: ${CAUSES[cause]}.`;
}

/** What to call the causes of ends. */
export const CAUSES: Record<HistoryEnd["cause"], string> = {
	user: "on request",
	crash: "crashed",
	oom: "out of memory",
	watchdog: "stopped by the watchdog",
	update: "for an update",
	config: "wrong configuration",
	unknown: "cause not known",
};

/** The causes that occurred, most frequent first. */
export function causesOf({ byCause }: HistorySummary["ends"]): [cause: HistoryEnd["cause"], number: number][] {
	const counted = (Object.keys(CAUSES) as HistoryEnd["cause"][]).map((cause): [HistoryEnd["cause"], number] => [
		cause,
		byCause[cause] ?? 0,
	]);
	return counted.filter(([, number]) => number > 0).sort((a, b) => b[1] - a[1]);
}
