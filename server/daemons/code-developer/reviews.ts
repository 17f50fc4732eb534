import type { Question } from "../../contract/question.ts";
import { tryGit } from "../../git/git.ts";
import { isHandedOut } from "../../inbox/handed-out.ts";
import { getQuestion } from "../../inbox/read-question.ts";
import { receiveAnswer } from "../../inbox/take-answer.ts";
import { askForReview, sendAsPullRequest, tidyAway } from "./ask-for-review.ts";
import { mergeBranch } from "./finish/merge.ts";
import { REVIEW_ANSWERS } from "./finish/review-question.ts";
import { takeBack } from "./hand-over.ts";
import { changeRun, type Run } from "./runs.ts";
import type { Shop } from "./shop.ts";
import { closeRun } from "./verdict.ts";
import type { Workspace } from "./workspace.ts";

/** Does with finished work what the person decided. Each step may be done again: the daemon can be killed in between. */
export class Reviews {
	constructor(private readonly shop: Shop) {}

	/** Acts on the answer if there is one. @param byHand also looks whether the work was merged without one. */
	async carryOut(workspace: Workspace, run: Run, byHand: boolean): Promise<void> {
		const { db, persist } = this.shop;
		const ticket = run.waitsFor;
		if (ticket === null) return;
		const question = await persist(() => getQuestion(db, ticket));
		if (question.status === "pending") return byHand ? this.mergedByHand(workspace, run, ticket) : undefined;
		if (!isHandedOut(question)) return;
		// Taken first: from here on it cannot be amended. A crash in between finds the run still under review.
		const taken = await persist(() => receiveAnswer(db, ticket));
		// Undone in this very moment: there is no answer.
		if (taken) await this.decide(workspace, run, taken);
	}

	private async decide(workspace: Workspace, run: Run, question: Question): Promise<void> {
		const answer = question.status === "answered" ? question.answer : null;
		if (answer === REVIEW_ANSWERS.merge) return this.merge(workspace, run);
		if (answer === REVIEW_ANSWERS.sendBack) return this.sendBack(run, question.comment);
		if (answer === REVIEW_ANSWERS.pullRequest) return this.pullRequest(workspace, run);
		// Kept, withdrawn, or left to a default: the branch is there for whoever wants it.
		await closeRun(this.shop, run, { status: "done", commit: run.commit, outcome: "kept", result: null });
		await tidyAway(this.shop, workspace, run, false);
	}

	private async merge(workspace: Workspace, run: Run): Promise<void> {
		const result = await mergeBranch(workspace, run, this.shop.signal);
		if ("refused" in result) return askForReview(this.shop, workspace, run, result.refused);
		await closeRun(this.shop, run, { status: "done", commit: run.commit, outcome: "merged", result: result.merged });
		await tidyAway(this.shop, workspace, run, true);
	}

	private async sendBack(run: Run, comment: string | null): Promise<void> {
		const reason = `The person you work for has looked at it and sent it back${comment ? `: ${comment}` : "."}`;
		await backToWork(this.shop, run, reason, comment);
	}

	private async pullRequest(workspace: Workspace, run: Run): Promise<void> {
		const opened = await sendAsPullRequest(this.shop, workspace, run);
		if ("refused" in opened) return askForReview(this.shop, workspace, run, opened.refused);
		const verdict = { status: "done", commit: run.commit, outcome: "pull-request", result: opened.url } as const;
		await closeRun(this.shop, run, verdict);
		await tidyAway(this.shop, workspace, run, false);
	}

	/** Whoever merges with git has decided, too. */
	private async mergedByHand(workspace: Workspace, run: Run, ticket: string): Promise<void> {
		const { shop } = this;
		if (run.commit === null) return;
		const ancestry = ["merge-base", "--is-ancestor", run.commit, "HEAD"];
		if (!(await tryGit(workspace.root, ancestry, { signal: shop.signal })).ok) return;
		await takeBack(shop, ticket, `${run.branch} is in your branch already.`);
		const { status } = await shop.persist(() => getQuestion(shop.db, ticket));
		if (status !== "withdrawn") return; // answered in this very moment: the answer is acted on next
		await closeRun(shop, run, { status: "done", commit: run.commit, outcome: "merged", result: null });
		await tidyAway(this.shop, workspace, run, true);
	}
}

/** Finished work goes back to its agent. @param reason what that is told. @param detail what the feed tells. */
export async function backToWork(shop: Shop, run: Run, reason: string, detail: string | null): Promise<void> {
	const entry = { kind: "task", task: run.item, title: `${run.item} was sent back`, detail } as const;
	// Parked without a question: it goes on as soon as nothing else is in work.
	const data = { status: "parked", stage: "work", waitsFor: null, reason, repairs: 0, stalls: 0, endedAt: null };
	await shop.persist(() => changeRun(shop.db, run.id, data, shop.activity.prepare(entry)));
}
