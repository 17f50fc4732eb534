import type { DaemonFacts } from "./daemon-words.ts";

export type Verb = "start" | "stop" | "restart";
export interface Control {
	verb: Verb;
	label: string;
	/** What will happen, in a sentence. */
	hint: string;
}

const START_HINT = "Starts it in the background. It goes on when this page, the terminal or the dashboard is closed.";
const STOP_HINT =
	"Asks it to stop and gives it time to save its place; force only if it ignores that. Waiting questions stay.";
const RESTART_HINT = "Stops it politely, then starts it again. It takes up its work where it was.";

/** The buttons that make sense for a daemon in its present phase. */
export function controlsOf(daemon: DaemonFacts): Control[] {
	const start = (label: string, hint = START_HINT): Control => ({ verb: "start", label, hint });
	const stop = (label: string, hint = STOP_HINT): Control => ({ verb: "stop", label, hint });
	switch (daemon.phase) {
		case "running":
			return [{ verb: "restart", label: "Restart", hint: RESTART_HINT }, stop("Stop")];
		case "starting":
			return [stop("Stop")];
		case "stopping":
			return [];
		case "backing-off":
			return [
				start("Start now", "Starts it at once instead of waiting, and counts its failures from zero again."),
				stop("Stop trying", "Cancels the next attempt; it stays stopped until you start it."),
			];
		case "stop-failed":
			return [stop("Stop again", "Tries once more to end what is left of it.")];
		case "failed":
		case "conflict":
			return [start("Start again", "Starts it once more and counts its failures from zero.")];
		case "exited":
		case "stopped":
			return [start("Start")];
	}
}
