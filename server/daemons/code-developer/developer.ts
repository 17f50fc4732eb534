import { join } from "node:path";
import { ExponentialBackoff, type IBackoff } from "cockatiel";
import type { NewActivity } from "../../contract/activity.ts";
import { NightshiftError } from "../../contract/errors.ts";
import type { RoadmapItemDetail } from "../../contract/roadmap.ts";
import { watchDatabase } from "../../db/watch.ts";
import { waitForAnswer } from "../../inbox/wait-for-answer.ts";
import type { ProblemBoard } from "../kit/problem-board.ts";
import { attempt } from "./attempt.ts";
import { nextItem, readItems, type Undecided } from "./next-item.ts";
import { beginRun, findOpenRun, type Run, type RunOwner } from "./runs.ts";
import type { Shop } from "./shop.ts";
import { Steering, skipReason } from "./steering.ts";
import { closeRun, failure } from "./verdict.ts";
import { Waker } from "./waker.ts";
import { openWorkspace, type Workspace } from "./workspace.ts";
import { chooseWorktree } from "./worktree.ts";

/** What is broken is mended by a person, or by time: no need to look more often, and a change is seen at once. */
const RETRY = { initialDelay: 1_000, maxDelay: 5 * 60_000 };

/** What is worth a look when nothing can be done: the roadmap's places, and what a first commit or a checkout touches. */
const WATCHED = ["ROADMAP.md", "docs/ROADMAP.md", "docs/roadmap/ROADMAP.md", ".git/HEAD", ".git/logs/HEAD"];

/** What to do after a turn: another at once, when something changes, when this question is answered, or after a while. */
type Next = "again" | "change" | Undecided | "retry";

/** Works through the roadmap of a workspace, one item after the other, for as long as the daemon lives. */
export class Developer {
	private readonly owner: RunOwner;
	private readonly waker: Waker;
	private readonly steering: Steering;
	/** The problem that stands in the activity feed: told once, however often it is met again. */
	private toldProblem: string | null = null;

	constructor(
		private readonly shop: Shop,
		private readonly workspace: string,
		private readonly problems: ProblemBoard<"database" | "work">,
	) {
		this.owner = { daemon: shop.name, workspace };
		this.waker = new Waker(
			WATCHED.map((file) => join(workspace, file)),
			shop.signal,
		);
		this.steering = new Steering(shop, this.owner);
	}

	/** Ends with an AbortError when the daemon is asked to stop. An item in work stays open; the next start goes on with it. */
	async run(): Promise<never> {
		const { shop, steering, waker } = this;
		steering.onChange(() => waker.wake());
		await steering.start();
		const watch = await shop.persist(async () => watchDatabase(shop.db.path, () => steering.nudge()));
		const noBackoff = new ExponentialBackoff(RETRY);
		let backoff: IBackoff<unknown> | undefined;
		try {
			for (;;) {
				await waker.look();
				const next = await this.turn().catch((error: unknown) => this.explain(error));
				backoff = next === "retry" ? (backoff ?? noBackoff).next(undefined) : undefined;
				if (next !== "again") await this.wait(backoff?.duration ?? null, typeof next === "object" ? next.ticket : null);
			}
		} finally {
			watch.close();
		}
	}

	/** Until something changes, the question is answered, or the time is up. */
	private async wait(timeoutMs: number | null, ticket: string | null): Promise<void> {
		const { shop, steering, waker } = this;
		const over = new AbortController();
		let fault: unknown = null;
		if (ticket) {
			shop
				.persist(() => waitForAnswer(shop.db, ticket, { signal: over.signal }))
				.catch((error: unknown) => {
					if (!over.signal.aborted) fault = error;
				})
				.finally(() => (over.signal.aborted ? undefined : waker.wake()));
		}
		try {
			await steering.atCheckpoint(() => waker.wait(timeoutMs));
		} finally {
			over.abort();
		}
		if (fault) throw fault;
	}

	/** One look at what is to be done, and if there is something, doing it. */
	private async turn(): Promise<Next> {
		const { shop, steering } = this;
		const open = await shop.persist(() => findOpenRun(shop.db, this.owner));
		const skipped = steering.setCurrent(open);
		await steering.look();
		if (open && steering.skip) return this.skip(open);
		if (steering.paused) return this.rest("paused", "Paused; say resume to go on.");

		const workspace = await openWorkspace(this.workspace, shop.signal);
		const roadmap = await readItems(workspace);
		if (open) {
			const item = roadmap.itemOf(open);
			return item && skipped ? this.work(workspace, open, item, skipped) : this.leave(open);
		}
		const next = await nextItem(shop, this.owner, roadmap);
		if (!next.item) {
			this.clearProblem();
			return next.waitsFor
				? this.rest("waiting", `Waiting for your answer to ${next.waitsFor.ticket}`, next.waitsFor)
				: this.rest("idle", next.why);
		}
		await this.take(workspace, next.item);
		return "again";
	}

	private async take(workspace: Workspace, item: RoadmapItemDetail): Promise<void> {
		const { shop } = this;
		const place = await chooseWorktree(workspace, shop.files.worktrees, item, shop.signal);
		const run = { item: item.id, title: item.title, baseCommit: workspace.head, ...place };
		const entry: NewActivity = {
			kind: "task",
			title: `Took ${item.id}: ${item.title}`,
			detail: `On branch ${place.branch}, in ${place.worktree}`,
			task: item.id,
		};
		await shop.persist(() => beginRun(shop.db, this.owner, run, shop.activity.prepare(entry)));
	}

	private async work(workspace: Workspace, run: Run, item: RoadmapItemDetail, skipped: AbortSignal): Promise<"again"> {
		const { shop, steering } = this;
		const signal = AbortSignal.any([shop.signal, skipped]);
		try {
			const onProgress = () => this.clearProblem();
			await closeRun(shop, run, await attempt({ shop, steering, workspace, run, item, signal, onProgress }));
			const late = steering.skip;
			if (late) await steering.finish(late, "declined", `${run.item} had ended before it could be skipped.`);
		} catch (error) {
			shop.signal.throwIfAborted();
			if (!skipped.aborted) throw error;
			return this.skip(run);
		}
		this.clearProblem();
		return "again";
	}

	private async skip(run: Run): Promise<"again"> {
		const { shop, steering } = this;
		const order = steering.skip;
		if (!order) throw new Error("nothing was skipped");
		await closeRun(shop, run, failure(skipReason(order)));
		const where = `What was done is in ${run.worktree}; retry ${run.item} begins it anew.`;
		await steering.finish(order, "done", `Skipped ${run.item}. ${where}`);
		return "again";
	}

	private async leave(run: Run): Promise<"again"> {
		await closeRun(this.shop, run, failure("It is no longer in the roadmap."));
		return "again";
	}

	/** Nothing to do for now. */
	private rest(activity: "idle" | "paused" | "waiting", message: string, waitsFor: Undecided | null = null): Next {
		const { id, title } = waitsFor?.item ?? {};
		const task = id !== undefined && title !== undefined ? { id, title, startedAt: null, progress: null } : null;
		this.shop.status.set({ activity, message, task, waitingOn: waitsFor ? [waitsFor.ticket] : [], plan: [] });
		return waitsFor ?? "change";
	}

	/** What keeps the work from going on is said in one sentence, and tried again later. Faults of ours are thrown. */
	private explain(error: unknown): Next {
		const { shop } = this;
		shop.signal.throwIfAborted();
		if (!(error instanceof NightshiftError)) throw error;
		shop.log.warn({ err: error }, "The work cannot go on; trying again later");
		this.problems.raise("work", shop.redact(error.message));
		shop.status.set({ activity: "idle", message: null, waitingOn: [], plan: [] });
		if (this.toldProblem !== error.message) {
			this.toldProblem = error.message;
			shop.activity.record({ kind: "problem", title: error.message, outcome: "failed" });
		}
		return "retry";
	}

	private clearProblem(): void {
		this.problems.clear("work");
		this.toldProblem = null;
	}
}
