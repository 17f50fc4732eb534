import type { PlanEntry } from "../../../server/contract/status-file.ts";

export interface FoldedPlan {
	/** Steps before the shown ones, and after them. */
	before: number;
	shown: PlanEntry[];
	after: number;
}

/**
 * A window of at most `room` steps around what is being done. Of a long plan nobody reads the first thirty ticks; the
 * step before the current one stays, so that one sees where it comes from.
 */
export function foldPlan(plan: PlanEntry[], room: number): FoldedPlan {
	if (plan.length <= room) return { before: 0, shown: plan, after: 0 };
	const current = plan.findIndex((step) => step.status !== "completed");
	const wanted = current === -1 ? plan.length - room : current - 1;
	const before = Math.min(Math.max(0, wanted), plan.length - room);
	return { before, shown: plan.slice(before, before + room), after: plan.length - before - room };
}
