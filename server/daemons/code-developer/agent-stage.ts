import { NightshiftError } from "../../contract/errors.ts";
import { letAgentWork } from "./agent-turn.ts";
import type { AttemptOptions, Bench } from "./attempt-options.ts";
import { grantedAgain, type Spent, usedUp } from "./budget.ts";
import { budgetQuestion, MORE } from "./budget-question.ts";
import { BudgetWatch } from "./budget-watch.ts";
import { isOutage } from "./failures.ts";
import { BudgetSpent, Interrupts } from "./interrupts.ts";
import { spentOn } from "./runs.ts";
import { StallGuard } from "./stall-guard.ts";
import { type Failure, failure } from "./verdict.ts";
import type { WaitingWatch } from "./waiting-watch.ts";

/** The agent's part of an attempt, within what it may use and as often as it may bring nothing. */
export class AgentStage {
	constructor(
		private readonly options: AttemptOptions,
		private readonly bench: Bench,
		private readonly waiting: WaitingWatch,
	) {}

	/** Lets the agent work until it ends its turn well, with as much again of the budget as the person grants. */
	async work(): Promise<Failure | null> {
		const { shop } = this.options;
		const { run, interrupts } = this.bench;
		for (;;) {
			const { reason } = run.now;
			const stalls = await StallGuard.standing(shop, run.now);
			if (stalls >= shop.work.attempts) {
				const attempts = stalls === 1 ? "One attempt" : `${stalls} attempts`;
				return failure(`${attempts} brought nothing new. ${reason ?? "The daemon was ended in the middle of each."}`);
			}
			const refused = await this.overBudget();
			if (refused) return refused;
			const spent = new Interrupts(interrupts.signal);
			try {
				const failed = await this.letWork(spent);
				await this.waiting.guard?.forget();
				shop.outages.worked();
				return failed;
			} catch (error) {
				await run.reload();
				if (!(spent.raised instanceof BudgetSpent)) throw error;
				const refused = await this.askForMore(spent.raised);
				if (refused) return refused;
			} finally {
				this.waiting.guard = null;
			}
		}
	}

	private async letWork(spent: Interrupts): Promise<Failure | null> {
		const { shop } = this.options;
		const { run, interrupts, board, asker, facts } = this.bench;
		const { waiting } = this;
		const guard = await StallGuard.begin(shop, run.now);
		waiting.guard = guard;
		const budget = await BudgetWatch.over(shop, run.now, (interrupt) =>
			(interrupt.scope === "day" ? interrupts : spent).raise(interrupt),
		);
		waiting.budget = budget;
		let prompted = false;
		try {
			return await letAgentWork({
				...this.options,
				run: run.now,
				signal: spent.signal,
				board,
				asker,
				facts,
				onPrompt: () => {
					prompted = true;
					budget.count(true);
				},
				onWaiting: (listener) => {
					waiting.onWaiting = listener;
				},
			});
		} catch (error) {
			// An agent that cannot even begin, an outage, an interruption: none of it is the item's fault.
			const itsFault = prompted && !spent.signal.aborted && error instanceof NightshiftError && !isOutage(error);
			if (itsFault && shop.outages.blames(error, run.now.item)) await guard.failed(shop.redact(error.message));
			else await guard.excuse();
			throw error;
		} finally {
			waiting.onWaiting = () => undefined;
			budget.close();
			waiting.budget = null;
		}
	}

	/** What was used up before, be it by an instance that was killed, is asked about before an agent is started. */
	private async overBudget(): Promise<Failure | null> {
		const { shop } = this.options;
		const { id, allowance } = this.bench.run.now;
		const spent = await shop.persist(() => spentOn(shop.db, id));
		const what = usedUp(spent, shop.work.budget.item, allowance as Partial<Spent>);
		return what === null ? null : this.askForMore(new BudgetSpent("item", what));
	}

	/** Null when the person grants as much again. */
	private async askForMore({ what }: BudgetSpent): Promise<Failure | null> {
		const { shop } = this.options;
		const { run, asker, facts, interrupts } = this.bench;
		const spent = await shop.persist(() => spentOn(shop.db, run.now.id));
		const reply = await asker.ask(budgetQuestion(facts, what, spent), interrupts.signal);
		if (reply.option === MORE) {
			await run.change({ allowance: grantedAgain(spent, shop.work.budget.item) });
			return null;
		}
		const why = reply.option === null ? reply.why : `you said to stop there (${reply.ticket})`;
		return { ...failure(`It used up its budget (${what}), and ${why}.`), refused: reply.option !== null };
	}
}
