import { join } from "node:path";
import { NightshiftError } from "../../contract/errors.ts";
import type { RoadmapItemDetail } from "../../contract/roadmap.ts";
import { hasWorktree } from "../../git/has-worktree.ts";
import { recordCheck } from "../../work/record-check.ts";
import { letAgentWork } from "./agent-turn.ts";
import { Asker, type WaitingRoom } from "./asker.ts";
import { grantedAgain, type Spent, usedUp } from "./budget.ts";
import { budgetQuestion, MORE } from "./budget-question.ts";
import { BudgetWatch } from "./budget-watch.ts";
import { type CheckCommand, checkTitle, runChecks } from "./checks.ts";
import { commitAll } from "./commit.ts";
import { isOutage } from "./failures.ts";
import { markDone } from "./finish/mark-done.ts";
import { BudgetSpent, Interrupts, Parked } from "./interrupts.ts";
import { Leftovers } from "./leftovers.ts";
import { checkQuestion, type WorkFacts } from "./permission-question.ts";
import { changeRun, type Run, spentOn } from "./runs.ts";
import type { Shop } from "./shop.ts";
import { StallGuard } from "./stall-guard.ts";
import type { Steering } from "./steering.ts";
import { TaskBoard } from "./task-board.ts";
import { type Failure, failure } from "./verdict.ts";
import { lastReply, passedChecks, settledChecks } from "./work-so-far.ts";
import type { Workspace } from "./workspace.ts";
import { makeWorktree } from "./worktree.ts";

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

/** How an attempt has ended. */
export type Ending =
	/** Committed on its branch; `commit`: null when there was nothing to change. */
	| { status: "finished"; commit: string | null }
	| Failure
	/** It waits for this answer. */
	| { status: "parked"; ticket: string }
	/** The budget of the day is used up. */
	| { status: "day-spent"; what: string };

/**
 * Works on one item, from the worktree to the commit; takes up what an earlier attempt of the same run has left, and does
 * nothing again that was done: each stage is in the database before the next one begins.
 *
 * @throws NightshiftError when something around the work is broken (git, the agent): the run stays open, to be taken up
 * again. AbortError when `signal` aborts.
 */
export async function attempt(options: AttemptOptions): Promise<Ending> {
	const interrupts = new Interrupts(options.signal);
	try {
		return await (await Attempt.of(options, interrupts)).run();
	} catch (error) {
		const { raised } = interrupts;
		if (raised instanceof Parked) return { status: "parked", ticket: raised.ticket };
		if (raised instanceof BudgetSpent) return { status: "day-spent", what: raised.what };
		throw error;
	}
}

class Attempt {
	private run_: Run;
	private readonly board: TaskBoard;
	private readonly asker: Asker;
	private readonly checks: CheckCommand[];
	private guard: StallGuard | null = null;
	private budget: BudgetWatch | null = null;
	/** Told when the attempt begins and ends to wait for a person. */
	private onWaiting: (waits: boolean) => void = () => undefined;

	static async of(options: AttemptOptions, interrupts: Interrupts): Promise<Attempt> {
		const { shop, workspace, run, item } = options;
		const folder = join(run.worktree, workspace.prefix);
		const facts = { daemon: shop.name, run: run.id, item, branch: run.branch, folder };
		const checks = item.verify.map((command, index) => checkQuestion(command, index, facts).key);
		return new Attempt(options, interrupts, facts, await Leftovers.of(shop, run, new Set(checks)));
	}

	private constructor(
		private readonly options: AttemptOptions,
		private readonly interrupts: Interrupts,
		private readonly facts: WorkFacts,
		private readonly leftovers: Leftovers,
	) {
		const { shop, steering, run, item } = options;
		this.run_ = run;
		const own = item.verify.map((command) => ({ command, asks: true }));
		// Those of config.json are not asked about: the setting is the permission.
		this.checks = own.length > 0 ? own : shop.work.verify.map((command) => ({ command, asks: false }));
		const task = { id: item.id, title: item.title, startedAt: run.startedAt.toISOString() };
		this.board = new TaskBoard(
			shop.status,
			task,
			this.checks.map(({ command }) => checkTitle(command)),
		);
		this.asker = new Asker(shop, this.board, steering, leftovers, this.room());
	}

	async run(): Promise<Ending> {
		const unprepared = await this.prepare();
		if (unprepared) return this.fail(unprepared);
		for (;;) {
			if (this.run_.stage === "work") {
				const failed = await this.work();
				if (failed) return this.fail(failed);
				await this.change({ stage: "verify", reason: null });
			}
			const trouble = (await this.verify()) ?? (await this.commit());
			if (!trouble) return { status: "finished", commit: this.run_.commit };
			if (!this.canRepair(trouble)) return this.fail(trouble);
			await this.sendBack(trouble);
		}
	}

	/** Makes the worktree of a run in which no agent has worked yet. */
	private async prepare(): Promise<Failure | null> {
		const { workspace, signal } = this.options;
		const run = this.run_;
		this.board.say(`Preparing ${run.worktree}`);
		if (run.agent === null && run.sessionId === null) await makeWorktree(workspace, run, signal);
		else if (!(await hasWorktree(run)))
			return failure(`Its worktree ${run.worktree} was removed while it was in work.`);
		return null;
	}

	/** Lets the agent work until it ends its turn well, with as much again of the budget as the person grants. */
	private async work(): Promise<Failure | null> {
		const { shop } = this.options;
		for (;;) {
			const { reason } = this.run_;
			const stalls = await StallGuard.standing(shop, this.run_);
			if (stalls >= shop.work.attempts) {
				const attempts = stalls === 1 ? "One attempt" : `${stalls} attempts`;
				return failure(`${attempts} brought nothing new. ${reason ?? "The daemon was ended in the middle of each."}`);
			}
			const refused = await this.overBudget();
			if (refused) return refused;
			const spent = new Interrupts(this.interrupts.signal);
			try {
				const failed = await this.letWork(spent);
				await this.guard?.forget();
				shop.outages.worked();
				return failed;
			} catch (error) {
				await this.reload();
				if (!(spent.raised instanceof BudgetSpent)) throw error;
				const refused = await this.askForMore(spent.raised);
				if (refused) return refused;
			} finally {
				this.guard = null;
			}
		}
	}

	private async letWork(spent: Interrupts): Promise<Failure | null> {
		const { shop } = this.options;
		const guard = await StallGuard.begin(shop, this.run_);
		this.guard = guard;
		this.budget = await BudgetWatch.over(shop, this.run_, (interrupt) =>
			(interrupt.scope === "day" ? this.interrupts : spent).raise(interrupt),
		);
		let prompted = false;
		try {
			return await letAgentWork({
				...this.options,
				run: this.run_,
				signal: spent.signal,
				board: this.board,
				asker: this.asker,
				facts: this.facts,
				onPrompt: () => {
					prompted = true;
					this.budget?.count(true);
				},
				onWaiting: (listener) => {
					this.onWaiting = listener;
				},
			});
		} catch (error) {
			// An agent that cannot even begin, an outage, an interruption: none of it is the item's fault.
			const itsFault = prompted && !spent.signal.aborted && error instanceof NightshiftError && !isOutage(error);
			if (itsFault && shop.outages.blames(error, this.run_.item)) await guard.failed(shop.redact(error.message));
			else await guard.excuse();
			throw error;
		} finally {
			this.onWaiting = () => undefined;
			this.budget.close();
			this.budget = null;
		}
	}

	private async verify(): Promise<Failure | null> {
		if (this.run_.stage !== "verify") return null;
		const { shop, signal } = this.options;
		await this.leftovers.takeBack();
		const { board, asker, facts, interrupts } = this;
		const problem = await runChecks(this.checks, {
			shop,
			asker,
			board,
			facts,
			signal: interrupts.signal,
			onResult: ({ command, output, ...result }) => {
				const texts = { command: shop.redact(command), output: shop.redact(output) };
				return shop.persist(() => recordCheck(shop.db, { runId: this.run_.id, ...result, ...texts }));
			},
			done: await this.settled(),
		});
		signal.throwIfAborted();
		if (problem) return { ...failure(problem.reason, problem.output), refused: !problem.ran };
		await this.change({ stage: "commit" });
		return null;
	}

	private async settled(): Promise<Set<string>> {
		const { shop } = this.options;
		const recorded = await settledChecks(shop, this.run_);
		return new Set(this.checks.map(({ command }) => command).filter((command) => recorded.has(shop.redact(command))));
	}

	private async commit(): Promise<Failure | null> {
		const { shop, workspace, item, signal } = this.options;
		this.board.say("Committing");
		await markDone({ ...this.run_, workspace, item, signal });
		const [summary, checks] = await Promise.all([lastReply(shop, this.run_), passedChecks(shop, this.run_)]);
		const result = await commitAll({ ...this.run_, item, signal, summary, checks });
		if ("refused" in result) return failure(result.refused, result.output);
		await this.tellCommit(result.commit);
		return null;
	}

	private async tellCommit(commit: string | null): Promise<void> {
		const { shop, item } = this.options;
		const { id, branch, title, commit: before } = this.run_;
		await shop.activity.flush(); // what happened before comes before
		const entry =
			commit === null || commit === before
				? null
				: shop.activity.prepare({
						kind: "commit",
						task: item.id,
						title: `Committed ${commit.slice(0, 10)} on ${branch}`,
						detail: `${item.id}: ${title}`,
						outcome: "ok",
					});
		this.run_ = await shop.persist(() => changeRun(shop.db, id, { commit }, entry));
	}

	/** Coding agents mend what a check or a hook found; the built-in one would do the same again. */
	private canRepair({ refused }: Failure): boolean {
		const { shop } = this.options;
		return !refused && !shop.agent.builtIn && this.run_.repairs < shop.work.repairs;
	}

	private async sendBack(trouble: Failure): Promise<void> {
		const { shop, item } = this.options;
		const reason = [trouble.reason, trouble.detail].filter(Boolean).join("\n\n");
		const entry = {
			kind: "task",
			task: item.id,
			title: `Back to the agent: ${trouble.reason}`,
			detail: trouble.detail,
		} as const;
		const data = { stage: "work", reason: shop.redact(reason), repairs: this.run_.repairs + 1 };
		this.run_ = await shop.persist(() => changeRun(shop.db, this.run_.id, data, shop.activity.prepare(entry)));
	}

	/** What was used up before, be it by an instance that was killed, is asked about before an agent is started. */
	private async overBudget(): Promise<Failure | null> {
		const { shop } = this.options;
		const spent = await shop.persist(() => spentOn(shop.db, this.run_.id));
		const what = usedUp(spent, shop.work.budget.item, this.run_.allowance as Partial<Spent>);
		return what === null ? null : this.askForMore(new BudgetSpent("item", what));
	}

	/** Null when the person grants as much again. */
	private async askForMore({ what }: BudgetSpent): Promise<Failure | null> {
		const { shop } = this.options;
		const spent = await shop.persist(() => spentOn(shop.db, this.run_.id));
		const reply = await this.asker.ask(budgetQuestion(this.facts, what, spent), this.interrupts.signal);
		if (reply.option === MORE) {
			await this.change({ allowance: grantedAgain(spent, shop.work.budget.item) });
			return null;
		}
		const why = reply.option === null ? reply.why : `you said to stop there (${reply.ticket})`;
		return { ...failure(`It used up its budget (${what}), and ${why}.`), refused: reply.option !== null };
	}

	private fail(verdict: Failure): Ending {
		this.board.fail();
		return verdict;
	}

	private room(): WaitingRoom {
		const { shop } = this.options;
		const waits = (on: boolean) => {
			this.budget?.count(!on);
			this.onWaiting(on);
		};
		return {
			begins: () => {
				waits(true);
				this.guard?.excuse().catch((error: unknown) => shop.fault(error));
			},
			ends: () => waits(false),
			long: (ticket) => this.interrupts.raise(new Parked(ticket)),
			afterMs: shop.work.parkAfterMs,
		};
	}

	private async change(data: Parameters<typeof changeRun>[2]): Promise<void> {
		const { shop } = this.options;
		this.run_ = await shop.persist(() => changeRun(shop.db, this.run_.id, data));
	}

	private async reload(): Promise<void> {
		await this.change({});
	}
}
