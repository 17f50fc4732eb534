import type { KnownState } from "../../../server/contract/history.ts";
import { stateWords } from "./history-words.ts";

/**
 * How a state looks on the strip: by height, pattern and colour, so that none of them says it alone. Full height runs,
 * half of it does not, and patterns tell what is not well.
 */
export function stateLook(state: KnownState): string {
	const { tone } = stateWords(state);
	if (state.phase === "stopped" || state.phase === "exited") return "h-1/4 bg-off";
	switch (tone) {
		case "ok":
			return "h-full bg-ok";
		case "wait":
			return "h-full bg-[repeating-linear-gradient(90deg,var(--wait)_0_6px,var(--wait-soft)_6px_8px)]";
		case "off":
			return "h-full border-y-2 border-off bg-off-soft";
		case "busy":
			return "h-1/2 bg-[repeating-linear-gradient(90deg,var(--accent)_0_2px,var(--accent-soft)_2px_4px)]";
		case "warn":
			return state.phase === "running"
				? "h-full bg-[repeating-linear-gradient(45deg,var(--warn)_0_4px,var(--warn-soft)_4px_7px)]"
				: "h-1/2 bg-[repeating-linear-gradient(45deg,var(--warn)_0_4px,var(--warn-soft)_4px_7px)]";
		case "bad":
			return state.phase === "running"
				? "h-full bg-[repeating-linear-gradient(135deg,var(--bad)_0_4px,var(--bad-soft)_4px_6px)]"
				: "h-1/2 bg-[repeating-linear-gradient(135deg,var(--bad)_0_4px,var(--bad-soft)_4px_6px)]";
	}
}

/** Where nobody watched, there is only the ground. */
export const UNWATCHED_LOOK = "h-full border-b border-dashed border-line-strong";
