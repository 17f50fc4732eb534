import type { NewActivity } from "../../contract/activity.ts";
import { withdrawOpenQuestions } from "./hand-over.ts";
import { endRun, type Run, type RunEnd } from "./runs.ts";
import type { Shop } from "./shop.ts";

/** How the work on an item has ended. */
export type Verdict =
	/** `commit`: the branch's new head; null when there was nothing to change. */
	| { status: "done"; commit: string | null }
	/** `reason`: one sentence. `detail`: output that tells more. The work stays in its worktree. */
	| { status: "failed"; reason: string; detail: string | null };

export function failure(reason: string, detail: string | null = null): Verdict {
	return { status: "failed", reason, detail };
}

/** Closes a run: takes back what is still asked about it, and tells how it ended. */
export async function closeRun(shop: Shop, run: Run, verdict: Verdict): Promise<void> {
	if (verdict.status === "done" && verdict.commit) shop.activity.record(commitEntry(run, verdict.commit));
	await withdrawOpenQuestions(shop, run);
	await shop.activity.flush(); // what happened before comes before
	const end: RunEnd =
		verdict.status === "done"
			? { status: "done", reason: null, commit: verdict.commit }
			: { status: "failed", reason: shop.redact(verdict.reason), commit: null };
	await shop.persist(() => endRun(shop.db, run.id, end, shop.activity.prepare(endEntry(run, verdict))));
	shop.status.advance();
}

function commitEntry(run: Run, commit: string): NewActivity {
	const title = `Committed ${commit.slice(0, 10)} on ${run.branch}`;
	return { kind: "commit", task: run.item, title, detail: `${run.item}: ${run.title}`, outcome: "ok" };
}

function endEntry(run: Run, verdict: Verdict): NewActivity {
	const common = { kind: "task", task: run.item } as const;
	if (verdict.status === "done") {
		const { commit } = verdict;
		const detail = commit ? `${commit} on branch ${run.branch}` : "Nothing was changed, so there is no commit.";
		return { ...common, title: `Finished ${run.item}: ${run.title}`, detail, outcome: "ok" };
	}
	const where = `What was done is kept in ${run.worktree}, on branch ${run.branch}, uncommitted. Say "retry ${run.item}" to begin it anew.`;
	const detail = verdict.detail ? `${where}\n\n${verdict.detail}` : where;
	return { ...common, title: `Set aside ${run.item}: ${verdict.reason}`, detail, outcome: "failed" };
}
