import type { RunOutcome, RunStatus, RunSummary } from "../contract/work.ts";
import type { Run } from "../db/generated/client.ts";

/** A row as the contract has it. The columns hold what the daemon wrote, so their unions are taken at their word. */
export function toRunSummary(row: Run): RunSummary {
	return {
		id: row.id,
		daemon: row.daemon,
		item: row.item,
		title: row.title,
		status: row.status as RunStatus,
		branch: row.branch,
		worktree: row.worktree,
		baseCommit: row.baseCommit,
		commit: row.commit,
		outcome: row.outcome as RunOutcome | null,
		result: row.result,
		waitsFor: row.waitsFor,
		reason: row.reason,
		agent: row.agent,
		startedAt: row.startedAt.toISOString(),
		endedAt: row.endedAt?.toISOString() ?? null,
		activeMs: row.activeMs,
		inputTokens: row.inputTokens,
		outputTokens: row.outputTokens,
		cost: row.cost,
		currency: row.currency,
	};
}
