import { join } from "node:path";
import { hasWorktree } from "../../git/has-worktree.ts";
import { AgentStage } from "./agent-stage.ts";
import { Asker } from "./asker.ts";
import type { AttemptOptions, Bench } from "./attempt-options.ts";
import { checkTitle } from "./checks.ts";
import { BudgetSpent, Interrupts, Parked } from "./interrupts.ts";
import { Leftovers } from "./leftovers.ts";
import { OpenRun } from "./open-run.ts";
import { checkQuestion } from "./permission-question.ts";
import { ProofStage } from "./proof-stage.ts";
import { TaskBoard } from "./task-board.ts";
import { type Failure, failure } from "./verdict.ts";
import { WaitingWatch } from "./waiting-watch.ts";
import { makeWorktree } from "./worktree.ts";

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

/** The stages of one attempt, one after the other, and back to the agent with what it may mend. */
class Attempt {
	private constructor(
		private readonly options: AttemptOptions,
		private readonly bench: Bench,
		private readonly agent: AgentStage,
		private readonly proof: ProofStage,
	) {}

	static async of(options: AttemptOptions, interrupts: Interrupts): Promise<Attempt> {
		const { shop, steering, workspace, run, item } = options;
		const folder = join(run.worktree, workspace.prefix);
		const facts = { daemon: shop.name, run: run.id, item, branch: run.branch, folder };
		const toCome = item.verify.map((command, index) => checkQuestion(command, index, facts).key);
		const leftovers = await Leftovers.of(shop, run, new Set(toCome));
		const own = item.verify.map((command) => ({ command, asks: true }));
		// Those of config.json are not asked about: the setting is the permission.
		const checks = own.length > 0 ? own : shop.work.verify.map((command) => ({ command, asks: false }));
		const board = new TaskBoard(
			shop.status,
			{ id: item.id, title: item.title, startedAt: run.startedAt.toISOString() },
			checks.map(({ command }) => checkTitle(command)),
		);
		const waiting = new WaitingWatch(shop, interrupts);
		const asker = new Asker(shop, board, steering, leftovers, waiting);
		const bench = { run: new OpenRun(shop, run), board, asker, facts, interrupts };
		const proof = new ProofStage(options, bench, checks, leftovers);
		return new Attempt(options, bench, new AgentStage(options, bench, waiting), proof);
	}

	async run(): Promise<Ending> {
		const { run } = this.bench;
		const unprepared = await this.prepare();
		if (unprepared) return this.fail(unprepared);
		for (;;) {
			if (run.now.stage === "work") {
				const failed = await this.agent.work();
				if (failed) return this.fail(failed);
				await run.change({ stage: "verify", reason: null });
			}
			const trouble = (await this.proof.verify()) ?? (await this.proof.commit());
			if (!trouble) return { status: "finished", commit: run.now.commit };
			if (!this.canRepair(trouble)) return this.fail(trouble);
			await this.sendBack(trouble);
		}
	}

	/** Makes the worktree of a run in which no agent has worked yet. */
	private async prepare(): Promise<Failure | null> {
		const { workspace, signal } = this.options;
		const run = this.bench.run.now;
		this.bench.board.say(`Preparing ${run.worktree}`);
		if (run.agent === null && run.sessionId === null) await makeWorktree(workspace, run, signal);
		else if (!(await hasWorktree(run)))
			return failure(`Its worktree ${run.worktree} was removed while it was in work.`);
		return null;
	}

	/** Coding agents mend what a check or a hook found; the built-in one would do the same again. */
	private canRepair({ refused }: Failure): boolean {
		const { shop } = this.options;
		return !refused && !shop.agent.builtIn && this.bench.run.now.repairs < shop.work.repairs;
	}

	private async sendBack(trouble: Failure): Promise<void> {
		const { shop, item } = this.options;
		const { run } = this.bench;
		const reason = [trouble.reason, trouble.detail].filter(Boolean).join("\n\n");
		const entry = {
			kind: "task",
			task: item.id,
			title: `Back to the agent: ${trouble.reason}`,
			detail: trouble.detail,
		} as const;
		const data = { stage: "work", reason: shop.redact(reason), repairs: run.now.repairs + 1 };
		await run.change(data, shop.activity.prepare(entry));
	}

	private fail(verdict: Failure): Ending {
		this.bench.board.fail();
		return verdict;
	}
}
