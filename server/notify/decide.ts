import type { NotifyTime, Urgency } from "../config/notify-types.ts";
import type { Delivery } from "../contract/notify.ts";

/** What is looked at before something is sent. */
export interface Circumstances {
	event: Delivery["event"];
	urgency: Urgency;
	/** By the rules, as they are now. */
	when: NotifyTime;
	/** Whether what it is about still waits for the person; `asleep`: not before then. */
	holds: "yes" | "no" | { asleep: Date };
	/** Why it does not hold, or not yet, in words. */
	over: string;
	/** Somebody looks at the page that it leads to. */
	shown: boolean;
	/** Somebody looks at any page. */
	looked: boolean;
	onlyWhenAway: boolean;
	/** The end of the quiet hours that it is now. */
	quietUntil: Date | null;
	now: Date;
}

export type Verdict =
	| { act: "send" }
	/** To be looked at again then, or when pages show something else. */
	| { act: "wait"; until: Date; why: string }
	| { act: "drop"; why: string };

/** Pages say when they show something else; this is for the case that they cannot. */
const LOOK_AGAIN_MS = 60_000;
export const LOOKED_AT =
	"A page of the dashboard is being looked at; it is sent when nobody does, if it still waits then.";
const SHOWN = "A page that was being looked at showed it.";

/**
 * Whether something is to be sent now. A question that somebody looks at waits until nobody does: looking is not
 * answering. An alert is above every page, and a handover is a page: who has seen them was told. Pure.
 */
export function decide(circumstances: Circumstances): Verdict {
	const { event, urgency, when, holds, over, shown, looked, onlyWhenAway, quietUntil, now } = circumstances;
	if (event === "test") return { act: "send" };
	if (holds === "no") return { act: "drop", why: over };
	if (holds !== "yes") return { act: "wait", until: holds.asleep, why: over };
	if (quietUntil && urgency !== "critical") {
		return { act: "wait", until: quietUntil, why: "It waits for the end of the quiet hours." };
	}
	const inSight = (onlyWhenAway && (shown || (looked && event === "alert"))) || (when === "away" && looked);
	if (!inSight) return { act: "send" };
	if (event !== "question") return { act: "drop", why: SHOWN };
	return { act: "wait", until: new Date(now.getTime() + LOOK_AGAIN_MS), why: LOOKED_AT };
}
