import { join } from "node:path";
import { ExponentialBackoff, type IBackoff } from "cockatiel";
import type { NewActivity } from "../../contract/activity.ts";
import { NightshiftError } from "../../contract/errors.ts";
import type { RoadmapItemDetail } from "../../contract/roadmap.ts";
import { watchDatabase } from "../../db/watch.ts";
import type { ProblemBoard } from "../kit/problem-board.ts";
import { finish } from "./ask-for-review.ts";
import { attempt, type Ending } from "./attempt.ts";
import { startOfDay } from "./budget-watch.ts";
import { dayIsOver, type FoundSpent, restOfDay } from "./day-budget.ts";
import { DecisionWatch } from "./decision-watch.ts";
import { Decisions } from "./decisions.ts";
import { troubleOf } from "./failures.ts";
import { nextItem, readItems, type Undecided } from "./next-item.ts";
import { beginRun, changeRun, findOpenRun, type Run, type RunOwner } from "./runs.ts";
import type { Shop } from "./shop.ts";
import { Steering, skipReason } from "./steering.ts";
import { takeUp } from "./take-up.ts";
import { closeRun, type Failure, failure, setAside } from "./verdict.ts";
import { Waker } from "./waker.ts";
import { lastReply } from "./work-so-far.ts";
import { openWorkspace, type Workspace } from "./workspace.ts";

/** What is broken is mended by a person, or by time: no need to look more often, and a change is seen at once. */
const RETRY = { initialDelay: 1_000, maxDelay: 5 * 60_000 };

/** What is worth a look when nothing can be done: the roadmap's places, and what a first commit or a checkout touches. */
const WATCHED = ["ROADMAP.md", "docs/ROADMAP.md", "docs/roadmap/ROADMAP.md", ".git/HEAD", ".git/logs/HEAD"];

/** What to do after a turn: another at once, wait for a change (or one of these answers, or so long), or try again later. */
type Next = "again" | "end" | "retry" | { until: readonly string[]; atMostMs: number | null };

/** Works through the roadmap of a workspace, one item after the other, for as long as the daemon lives. */
export class Developer {
	private readonly owner: RunOwner;
	private readonly waker: Waker;
	private readonly steering: Steering;
	private readonly decisions: Decisions;
	/** What ended the last attempt, when it was the day's budget. */
	private foundSpent: FoundSpent | null = null;
	/** Where an item is in work right now. */
	private atWork: Workspace | null = null;
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
		this.steering = new Steering(shop, this.owner, async () => {
			const roadmap = await readItems(await openWorkspace(workspace, shop.signal));
			return roadmap.all;
		});
		this.decisions = new Decisions(shop, this.owner);
	}

	/**
	 * Resolves when the person has told it to end after the item in work. Ends with an AbortError when the daemon is asked
	 * to stop. An item in work stays open; the next start goes on with it.
	 */
	async run(): Promise<void> {
		const { shop, steering, waker } = this;
		steering.onChange(() => waker.wake());
		await steering.start();
		const watchDecisions = new DecisionWatch(shop, this.owner, ({ ended }) => {
			waker.wake();
			if (ended && this.atWork) this.carryOutMeanwhile(this.atWork);
		});
		const watch = await shop.persist(async () =>
			watchDatabase(shop.db.path, () => {
				steering.nudge();
				watchDecisions.look();
			}),
		);
		const noBackoff = new ExponentialBackoff(RETRY);
		let backoff: IBackoff<unknown> | undefined;
		try {
			for (;;) {
				await waker.look();
				const next = await this.turn().catch((error: unknown) => this.explain(error));
				if (next === "end") return;
				backoff = next === "retry" ? (backoff ?? noBackoff).next(undefined) : undefined;
				if (next === "again") continue;
				const { until, atMostMs } = next === "retry" ? { until: [], atMostMs: backoff?.duration ?? null } : next;
				watchDecisions.waitFor(until);
				await steering.atCheckpoint(() => waker.wait(atMostMs));
			}
		} finally {
			watch.close();
			await this.decisions.settled();
		}
	}

	/** One look at what is to be done, and if there is something, doing it. */
	private async turn(): Promise<Next> {
		const { shop, steering, decisions } = this;
		const open = await shop.persist(() => findOpenRun(shop.db, this.owner));
		const skipped = steering.setCurrent(open);
		await steering.look();
		if (open && steering.skip) return this.skip(open);
		if (!open && shop.memory.current.endAfterTask) return this.end();

		const workspace = await openWorkspace(this.workspace, shop.signal);
		await decisions.carryOut(workspace, { all: true });
		if (steering.paused) return this.rest("paused", "Paused; say resume to go on.");
		const { pauseMs } = shop.outages;
		if (pauseMs > 0) return { until: [], atMostMs: pauseMs };
		const spent = await dayIsOver(shop, this.owner, this.foundSpent);
		if (spent) return this.rest("waiting", spent.message, spent.tickets, open, restOfDay());

		const roadmap = await readItems(workspace);
		if (open) {
			const item = roadmap.itemOf(open);
			return item && skipped ? this.work(workspace, open, item, skipped) : this.leave(open);
		}
		if (await decisions.wake()) return "again";
		const next = await nextItem(shop, this.owner, roadmap, steering.itemsToRedo);
		if (next.item) {
			await this.take(next.item, next.dependencies);
			return "again";
		}
		this.clearProblem();
		return this.nothingToTake(next.why, next.waitsFor);
	}

	/** The one place where it says what it waits for. */
	private async nothingToTake(why: string, undecided: Undecided | null): Promise<Next> {
		const waiting = await this.decisions.open();
		const tickets = [...(undecided ? [undecided.ticket] : []), ...waiting.map(({ ticket }) => ticket)];
		const [first] = tickets;
		if (first === undefined) return this.rest("idle", why);
		const parked = waiting.find(({ run }) => run.status === "parked");
		const task = undecided?.item ?? (parked && { id: parked.run.item, title: parked.run.title });
		const reviews = waiting.filter(({ run }) => run.status === "review").length;
		const message =
			undecided || parked
				? `Waiting for your answer to ${undecided?.ticket ?? parked?.ticket}`
				: `Waiting for your review of ${reviews === 1 ? first : `${reviews} items`}. ${why}`;
		return this.rest("waiting", message, tickets, task);
	}

	private async take(item: RoadmapItemDetail, dependencies: Parameters<typeof takeUp>[3]): Promise<void> {
		const { shop } = this;
		// Looked at anew: work that was merged a moment ago is what the next is done upon.
		const workspace = await openWorkspace(this.workspace, shop.signal);
		const { run, entry, conflict } = await takeUp(shop, workspace, item, dependencies);
		// One that cannot begin never counts as begun, whatever comes in between.
		const end = conflict === null ? {} : { status: "failed", reason: shop.redact(conflict) };
		const begun = await shop.persist(() =>
			beginRun(shop.db, this.owner, { ...run, ...end }, shop.activity.prepare(entry)),
		);
		if (conflict !== null) await setAside(shop, begun, failure(conflict));
	}

	private async work(workspace: Workspace, run: Run, item: RoadmapItemDetail, skipped: AbortSignal): Promise<Next> {
		const { shop, steering } = this;
		const signal = AbortSignal.any([shop.signal, skipped]);
		this.atWork = workspace;
		this.carryOutMeanwhile(workspace); // what was decided since this turn looked was told while nothing was in work
		try {
			const onProgress = () => this.clearProblem();
			await this.conclude(workspace, run, await attempt({ shop, steering, workspace, run, item, signal, onProgress }));
			const late = steering.skip;
			if (late) await steering.finish(late, "declined", `${run.item} had ended before it could be skipped.`);
		} catch (error) {
			shop.signal.throwIfAborted();
			if (!skipped.aborted) throw error;
			return this.skip(run);
		} finally {
			this.atWork = null;
		}
		this.clearProblem();
		return "again";
	}

	/** Nobody who says "merge" waits until the agent is done with another item. */
	private carryOutMeanwhile(workspace: Workspace): void {
		const { shop } = this;
		this.decisions.carryOut(workspace, { all: false }).catch((error: unknown) => shop.fault(error));
	}

	private async conclude(workspace: Workspace, { id }: Run, ending: Ending): Promise<void> {
		const { shop } = this;
		const run = await shop.persist(() => changeRun(shop.db, id, {}));
		switch (ending.status) {
			case "finished":
				if (run.commit === null && !shop.agent.builtIn) return setAside(shop, run, await this.nothingDone(run));
				return finish(shop, workspace, run);
			case "failed":
				return setAside(shop, run, ending);
			case "parked":
				return this.park(run, ending.ticket);
			case "day-spent":
				// Asked about before anything else is done.
				this.foundSpent = { day: startOfDay().getTime(), what: ending.what };
				return;
		}
	}

	/** An agent that ends its turn without a change has mostly said why it cannot do the item. */
	private async nothingDone(run: Run): Promise<Failure> {
		const reply = await lastReply(this.shop, run);
		return failure("The agent ended its work without changing anything.", reply);
	}

	private async park(run: Run, ticket: string): Promise<void> {
		const { shop } = this;
		await shop.activity.flush(); // what happened before comes before
		const entry: NewActivity = {
			kind: "task",
			task: run.item,
			ticket,
			title: `Parked ${run.item} until ${ticket} is answered`,
			detail: "Its agent has ended and costs nothing meanwhile; it goes on where it was when the answer comes.",
		};
		const data = { status: "parked", waitsFor: ticket };
		await shop.persist(() => changeRun(shop.db, run.id, data, shop.activity.prepare(entry)));
	}

	private async skip(run: Run): Promise<Next> {
		const { shop, steering } = this;
		const order = steering.skip;
		if (!order) throw new Error("nothing was skipped");
		await closeRun(shop, run, failure(skipReason(order)));
		const where = `What was done is in ${run.worktree}; retry ${run.item} begins it anew.`;
		await steering.finish(order, "done", `Skipped ${run.item}. ${where}`);
		return "again";
	}

	private async leave(run: Run): Promise<Next> {
		await setAside(this.shop, run, failure("It is no longer in the roadmap."));
		return "again";
	}

	private async end(): Promise<Next> {
		const { shop } = this;
		await shop.memory.keep({ endAfterTask: false });
		shop.activity.record({ kind: "task", title: "Ended, as you asked: no item is in work" });
		shop.status.set({ activity: "idle", message: "Ended, as you asked.", task: null, waitingOn: [], plan: [] });
		return "end";
	}

	/** Nothing to do for now. `task`: what is waited for is about. */
	private rest(
		activity: "idle" | "paused" | "waiting",
		message: string,
		waitingOn: readonly string[] = [],
		about: { id: string | number; title: string; item?: string } | null | undefined = null,
		atMostMs: number | null = null,
	): Next {
		const { status } = this.shop;
		const id = about ? (about.item ?? String(about.id)) : null;
		const task = about && id !== null ? { id, title: about.title, startedAt: null, progress: null } : null;
		// The plan of what was parked stays up as long as nothing else is.
		const plan = task !== null && status.current.task?.id === task.id ? status.current.plan : [];
		status.set({ activity, message, task, waitingOn: [...waitingOn], plan });
		return { until: waitingOn, atMostMs };
	}

	/** What keeps the work from going on is said in one sentence, and tried again later. Faults of ours are thrown. */
	private explain(error: unknown): Next {
		const { shop } = this;
		shop.signal.throwIfAborted();
		if (!(error instanceof NightshiftError)) throw error;
		const known = shop.outages.isBlamed(error) ? null : troubleOf(error);
		const pauseMs = known ? shop.outages.failed(known.retryAfterMs) : null;
		shop.log.warn({ err: error, trouble: known?.trouble, pauseMs }, "The work cannot go on; trying again later");
		this.problems.raise("work", shop.redact(error.message));
		shop.status.set({ activity: "idle", message: null, waitingOn: [], plan: [] });
		if (this.toldProblem !== error.message) {
			this.toldProblem = error.message;
			shop.activity.record({ kind: "problem", title: error.message, outcome: "failed" });
		}
		return pauseMs === null ? "retry" : { until: [], atMostMs: pauseMs };
	}

	private clearProblem(): void {
		this.problems.clear("work");
		this.toldProblem = null;
	}
}
