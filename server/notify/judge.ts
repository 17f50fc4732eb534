import type { NotifyConfig } from "../config/notify-types.ts";
import type { DaemonStatus } from "../contract/daemon.ts";
import type { Delivery } from "../contract/notify.ts";
import type { Delivery as Row } from "../db/generated/client.ts";
import type { Database } from "../db/open.ts";
import { type Composed, type ComposeOptions, compose } from "./compose.ts";
import { decide, type Verdict } from "./decide.ts";
import type { Message } from "./message.ts";
import type { Presence } from "./presence.ts";
import { quietUntil } from "./quiet.ts";

export interface JudgeParts extends ComposeOptions {
	config: NotifyConfig;
	/** Of the quiet hours; null: the machine's. */
	timeZone: string | null;
	presence: Pick<Presence, "shows" | "isLooked">;
	/** Null for one that is not in the configuration. */
	statusOf(daemon: string): DaemonStatus | null;
}

/** An alert that waited for longer than this may be over without anybody having said so: another dashboard has begun. */
const STALE_MS = 60_000;
const OF_A_DAEMON = /^alert:(?:daemon|hang):/;
const NO_LONGER = "It was over before it was sent.";

/** Looks at a row, at what it is about, and at who looks, and says what is to be done with it now. */
export async function judge(database: Database, row: Row, parts: JudgeParts): Promise<Verdict & { message?: Message }> {
	const now = new Date();
	const composed = isStaleAlert(row, parts, now) ? over(NO_LONGER) : await compose(database, row, parts);
	const message = "message" in composed ? composed.message : null;
	const { config, presence } = parts;
	const event = row.event as Delivery["event"];
	const urgency = row.urgency as Delivery["urgency"];
	const verdict = decide({
		event,
		urgency,
		when: event === "test" ? "now" : config.rules[event][urgency].when,
		holds: composed.holds,
		over: "over" in composed ? composed.over : "",
		shown: message !== null && presence.shows(message.path),
		looked: presence.isLooked(),
		onlyWhenAway: config.onlyWhenAway,
		quietUntil: quietUntil(config.quietHours, parts.timeZone, now),
		now,
	});
	return message ? { ...verdict, message } : verdict;
}

function over(why: string): Composed {
	return { holds: "no", over: why };
}

function isStaleAlert({ key, daemon, createdAt }: Row, { statusOf }: JudgeParts, now: Date): boolean {
	if (!OF_A_DAEMON.test(key) || daemon === null || now.getTime() - createdAt.getTime() < STALE_MS) return false;
	const status = statusOf(daemon);
	if (!status) return true;
	const { phase, health, uptimeSeconds } = status;
	const isWell = phase === "running" && health !== "hung" && (uptimeSeconds ?? 0) * 1_000 > STALE_MS;
	return isWell || status.desired === "down";
}
