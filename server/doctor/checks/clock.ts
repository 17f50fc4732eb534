import { uptime } from "node:os";
import { type Finding, hint } from "../finding.ts";
import type { Scene } from "../scene.ts";

/** Clocks are set a little all the time. */
const TOLERANCE_MS = 60_000;

/** Whether the clock of the machine agrees with what was written down. */
export async function checkClock({ looks, now }: Scene): Promise<Finding[]> {
	const boot = new Date(now.getTime() - uptime() * 1_000);
	return [...looks].flatMap(([name, { record, running }]) => {
		return record ? judgeClock(name, new Date(record.startedAt), { now, boot, running: running !== null }) : [];
	});
}

export interface Clock {
	now: Date;
	/** When the machine was started. */
	boot: Date;
	/** The very process still runs, and so was started after the machine. */
	running: boolean;
}

export function judgeClock(name: string, startedAt: Date, { now, boot, running }: Clock): Finding[] {
	const mend = "set the clock right (timedatectl shows it); times and charts of that span stay wrong";
	if (startedAt.getTime() > now.getTime() + TOLERANCE_MS) {
		const what = `${name} was started at ${startedAt.toISOString()}, and the clock says it is only ${now.toISOString()}: it was set back, or was wrong then`;
		return [hint("clock-wrong", what, mend)];
	}
	if (running && startedAt.getTime() < boot.getTime() - TOLERANCE_MS) {
		const what = `${name} runs since ${startedAt.toISOString()}, before the machine was started (${boot.toISOString()}): the clock was set in between`;
		return [hint("clock-wrong", what, mend)];
	}
	return [];
}
