import { join } from "node:path";
import type { NewActivity } from "../../contract/activity.ts";
import { NightshiftError } from "../../contract/errors.ts";
import { tryGit } from "../../git/git.ts";
import { describeResult, type WorkResult } from "./finish/describe.ts";
import { openPullRequest, pushBranch } from "./finish/pull-request.ts";
import { removeWorktree } from "./finish/remove-worktree.ts";
import { reviewQuestion } from "./finish/review-question.ts";
import { putFresh } from "./fresh-question.ts";
import { changeRun, type Run } from "./runs.ts";
import type { Shop } from "./shop.ts";
import { closeRun } from "./verdict.ts";
import { lastChecks, lastReply } from "./work-so-far.ts";
import type { Workspace } from "./workspace.ts";

const NOTHING_TO_SHOW: WorkResult = {
	files: 0,
	additions: 0,
	deletions: 0,
	stat: "",
	diff: "",
	omitted: [],
	commits: [],
	brings: [],
};

/** What becomes of committed work: the person is asked, or its branch is kept when that is what they want. */
export async function finish(shop: Shop, workspace: Workspace, run: Run): Promise<void> {
	if (run.commit !== null && shop.work.review) return askForReview(shop, workspace, run, null);
	const { remote, pullRequest } = shop.work;
	let url: string | null = null;
	if (run.commit !== null && remote !== null) {
		const sent = pullRequest
			? await sendAsPullRequest(shop, workspace, run)
			: await pushBranch(workspace, run, remote, shop.signal);
		if ("refused" in sent) return askForReview(shop, workspace, run, sent.refused);
		if ("url" in sent) url = sent.url;
	}
	const outcome = url === null ? "kept" : "pull-request";
	await closeRun(shop, run, { status: "done", commit: run.commit, outcome, result: url });
	await tidyAway(shop, workspace, run, false);
}

/** Removes the worktree of work that is over. One that cannot be removed costs room on the disk and nothing else. */
export async function tidyAway(shop: Shop, workspace: Workspace, run: Run, deleteBranch: boolean): Promise<void> {
	const { log, signal } = shop;
	try {
		await removeWorktree(workspace, run, { deleteBranch }, signal);
	} catch (error) {
		signal.throwIfAborted();
		if (!(error instanceof NightshiftError)) throw error;
		log.warn({ err: error, worktree: run.worktree }, "The worktree of finished work could not be removed");
	}
}

/** Pushes the branch and opens a pull request, with what the agent said last. Both can be done again. */
export async function sendAsPullRequest(
	shop: Shop,
	workspace: Workspace,
	run: Run,
): Promise<{ url: string } | { refused: string }> {
	const { remote } = shop.work;
	if (remote === null) return { refused: 'No remote is configured any more; set "work.remote" in config.json.' };
	const pushed = await pushBranch(workspace, run, remote, shop.signal);
	if ("refused" in pushed) return pushed;
	const item = { id: run.item, title: run.title };
	return openPullRequest(workspace, run, item, (await lastReply(shop, run)) ?? "", shop.signal);
}

/** Asks what becomes of finished work; nobody waits for the answer. @param trouble why it is asked once more. */
export async function askForReview(shop: Shop, workspace: Workspace, run: Run, trouble: string | null): Promise<void> {
	const { signal } = shop;
	const [result, checks, summary, branch] = await Promise.all([
		describeResult(run, workspace, signal).catch((error: unknown) => {
			// What cannot be shown any more can still be decided about; the question says why it is asked once more.
			if (trouble === null || !(error instanceof NightshiftError)) throw error;
			return NOTHING_TO_SHOW;
		}),
		lastChecks(shop, run),
		lastReply(shop, run),
		tryGit(workspace.root, ["symbolic-ref", "--quiet", "--short", "HEAD"], { signal }),
	]);
	const item = { id: run.item, title: run.title };
	const folder = join(run.worktree, workspace.prefix);
	const facts = { daemon: shop.name, run: run.id, item, branch: run.branch, folder };
	const question = reviewQuestion(run, item, { ...result, summary }, checks, facts, {
		pullRequest: shop.work.pullRequest,
		into: branch.ok ? branch.stdout : null,
		...(trouble !== null && { trouble: shop.redact(trouble) }),
	});
	await shop.activity.flush(); // what happened before comes before
	const { ticket } = await putFresh(shop, question);
	// That it was asked is in the activity already; why it is asked once more is not.
	const entry = trouble === null ? null : troubleEntry(run, ticket, shop.redact(trouble), result.stat);
	const data = { status: "review", waitsFor: ticket, endedAt: new Date(), reason: null };
	await shop.persist(() => changeRun(shop.db, run.id, data, entry && shop.activity.prepare(entry)));
	shop.status.advance();
}

function troubleEntry({ item }: Run, ticket: string, trouble: string, stat: string): NewActivity {
	const title = `${item} could not be taken over: ${trouble}`;
	return { kind: "task", task: item, ticket, title, detail: stat };
}
