import { join } from "node:path";
import type { RoadmapItemDetail } from "../../contract/roadmap.ts";
import { letAgentWork } from "./agent-turn.ts";
import { Asker } from "./asker.ts";
import { checkTitle, runChecks } from "./checks.ts";
import { commitAll } from "./commit.ts";
import { Leftovers } from "./leftovers.ts";
import { checkQuestion } from "./permission-question.ts";
import type { Run } from "./runs.ts";
import type { Shop } from "./shop.ts";
import type { Steering } from "./steering.ts";
import { TaskBoard } from "./task-board.ts";
import { failure, type Verdict } from "./verdict.ts";
import type { Workspace } from "./workspace.ts";
import { hasWorktree, makeWorktree } from "./worktree.ts";

export interface AttemptOptions {
	shop: Shop;
	steering: Steering;
	workspace: Workspace;
	run: Run;
	item: RoadmapItemDetail;
	/** Ends the attempt: the daemon stops, or the person skips the item. */
	signal: AbortSignal;
	/** The agent is at work: whatever kept it from working is over. */
	onProgress: () => void;
}

/**
 * Works on one item, from the worktree to the commit; takes up what an earlier attempt of the same run has left.
 *
 * @throws NightshiftError when something around the work is broken (git, the agent): the run stays open, to be taken up
 * again. AbortError when `signal` aborts.
 */
export async function attempt(options: AttemptOptions): Promise<Verdict> {
	const { shop, steering, workspace, run, item, signal } = options;
	const task = { id: item.id, title: item.title, startedAt: run.startedAt.toISOString() };
	const board = new TaskBoard(shop.status, task, item.verify.map(checkTitle));
	board.say(`Preparing ${run.worktree}`);
	if (run.sessionId === null) await makeWorktree(workspace, run, signal);
	else if (!(await hasWorktree(run))) return failure(`Its worktree ${run.worktree} was removed while it was in work.`);

	const folder = join(run.worktree, workspace.prefix);
	const facts = { daemon: shop.name, run: run.id, item, branch: run.branch, folder };
	const checks = item.verify.map((command, index) => checkQuestion(command, index, facts).key);
	const leftovers = await Leftovers.of(shop, run, new Set(checks));
	const asker = new Asker(shop, board, steering, leftovers);
	const failed = (await letAgentWork(options, board, asker, facts)) ?? (await check());
	if (failed) {
		board.fail();
		return failed;
	}
	board.say("Committing");
	const result = await commitAll({ ...run, item, signal });
	if ("commit" in result) return { status: "done", commit: result.commit };
	return failure(result.refused, result.output);

	async function check(): Promise<Verdict | null> {
		await leftovers.takeBack();
		const problem = await runChecks(item.verify, { shop, asker, board, facts, signal });
		return problem && failure(problem.reason, problem.output);
	}
}
