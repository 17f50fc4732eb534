import type { Context } from "../context.ts";
import { DONE, FAILED } from "../context.ts";
import { complaintOf, type Outcome } from "../dashboard/act.ts";
import { findDashboard } from "../dashboard/find.ts";
import { describeUnreachable, readStatus } from "../dashboard/status.ts";
import { type Stopped, stopAll } from "../dashboard/stop-all.ts";

export interface StopOptions {
	dashboardOnly?: boolean;
	/** When force is used, in milliseconds. */
	timeout?: number;
}

/** `nightshift stop [NAME…]`. */
export async function stop(
	context: Context,
	names: string[],
	{ dashboardOnly = false, timeout }: StopOptions,
): Promise<number> {
	const { note } = context;
	const stopped = await stopAll(context.paths, { names, dashboardOnly, timeoutMs: timeout, note });
	const { outcomes, daemons } = stopped;
	const found = await findDashboard(context.paths);
	const dashboard =
		found.state === "up" ? (await readStatus(context.paths, found)).dashboard : describeUnreachable(found);
	context.print({ dashboard, daemons }, () => describeStopped(stopped).join("\n") || null);
	const complaints = outcomes.flatMap((outcome) => complaintOf(outcome, "stop") ?? []);
	for (const complaint of complaints) context.note(complaint);
	return complaints.length > 0 ? FAILED : DONE;
}

/** What was stopped, a line each; what could not be is for the complaints to say. */
export function describeStopped({ outcomes, before, halted }: Stopped): string[] {
	const running = new Set(before.filter(({ pid }) => pid !== null).map(({ name }) => name));
	const lines = outcomes.flatMap((outcome) => describeOutcome(outcome, running));
	if (halted)
		lines.push(`Dashboard stopped (pid ${halted.pid})${halted.how === "forced" ? ", by force: it hung" : ""}.`);
	const isQuiet = outcomes.every((outcome) => complaintOf(outcome, "stop") === null);
	return lines.length === 0 && isQuiet ? ["Nothing was running."] : lines;
}

function describeOutcome(outcome: Outcome, running: ReadonlySet<string>): string[] {
	if (complaintOf(outcome, "stop") || "error" in outcome) return [];
	const { name, status } = outcome;
	if (!running.has(name)) return [`${name} was not running.`];
	const forced = status.lastExit?.forced ? ", by force: it did not end when asked to" : "";
	return [`${name} stopped${forced}.`];
}
