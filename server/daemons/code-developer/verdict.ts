import type { NewActivity } from "../../contract/activity.ts";
import type { RunOutcome } from "../../contract/work.ts";
import { askAgain } from "./aside-question.ts";
import { withdrawOpenQuestions } from "./hand-over.ts";
import { endRun, type Run, type RunEnd } from "./runs.ts";
import type { Shop } from "./shop.ts";

/** How the work on an item has ended. */
export type Verdict =
	/** `commit`: the branch's head; null when there was nothing to change. `result`: the merge's commit or an address. */
	{ status: "done"; commit: string | null; outcome: RunOutcome; result: string | null } | Failure;

/** `reason`: one sentence. `detail`: output that tells more. `refused`: by the person. The work stays in its worktree. */
export interface Failure {
	status: "failed";
	reason: string;
	detail: string | null;
	refused?: boolean;
}

export function failure(reason: string, detail: string | null = null): Failure {
	return { status: "failed", reason, detail };
}

/** Closes a run: takes back what is still asked about it, and tells how it ended. */
export async function closeRun(shop: Shop, run: Run, verdict: Verdict): Promise<void> {
	await withdrawOpenQuestions(shop, run);
	await shop.activity.flush(); // what happened before comes before
	const end: RunEnd =
		verdict.status === "done"
			? { ...verdict, reason: null }
			: { status: "failed", reason: shop.redact(verdict.reason), commit: null };
	await shop.persist(() => endRun(shop.db, run.id, end, shop.activity.prepare(endEntry(run, verdict))));
	shop.status.advance();
}

/**
 * Closes a run that failed, and asks whether to try again: nobody waits for the answer. Whoever refused it has decided
 * already, and is not asked.
 */
export async function setAside(shop: Shop, run: Run, verdict: Failure): Promise<void> {
	if (!verdict.refused) await askAgain(shop, run, verdict); // first: a run that ended without its question would never be asked about
	await closeRun(shop, run, verdict);
}

function endEntry(run: Run, verdict: Verdict): NewActivity {
	const common = { kind: "task", task: run.item } as const;
	if (verdict.status === "done") {
		return { ...common, title: `Finished ${run.item}: ${run.title}`, detail: whatBecame(run, verdict), outcome: "ok" };
	}
	const where = `What was done is kept in ${run.worktree}, on branch ${run.branch}, uncommitted. Say "retry ${run.item}" to begin it anew.`;
	const detail = verdict.detail ? `${where}\n\n${verdict.detail}` : where;
	return { ...common, title: `Set aside ${run.item}: ${verdict.reason}`, detail, outcome: "failed" };
}

function whatBecame({ branch }: Run, { commit, outcome, result }: Extract<Verdict, { status: "done" }>): string {
	if (!commit) return "Nothing was changed, so there is no commit.";
	if (outcome === "merged") return `Merged ${branch} (${commit})${result ? ` as ${result}` : ""}`;
	if (outcome === "pull-request") return `${commit} on branch ${branch}, as a pull request: ${result}`;
	return `${commit} on branch ${branch}`;
}
