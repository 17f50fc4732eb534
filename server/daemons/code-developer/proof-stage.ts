import { recordCheck } from "../../work/record-check.ts";
import type { AttemptOptions, Bench } from "./attempt-options.ts";
import { type CheckCommand, runChecks } from "./checks.ts";
import { commitAll } from "./commit.ts";
import { markDone } from "./finish/mark-done.ts";
import type { Leftovers } from "./leftovers.ts";
import { type Failure, failure } from "./verdict.ts";
import { lastReply, passedChecks, settledChecks } from "./work-so-far.ts";

/** What follows the agent's work: its checks, and the commit of what stands up to them. */
export class ProofStage {
	constructor(
		private readonly options: AttemptOptions,
		private readonly bench: Bench,
		private readonly checks: readonly CheckCommand[],
		private readonly leftovers: Leftovers,
	) {}

	/** Runs the checks that are not settled yet. @returns what is wrong; null when all is well. */
	async verify(): Promise<Failure | null> {
		const { shop, signal } = this.options;
		const { run, board, asker, facts, interrupts } = this.bench;
		if (run.now.stage !== "verify") return null;
		await this.leftovers.takeBack();
		const problem = await runChecks(this.checks, {
			shop,
			asker,
			board,
			facts,
			signal: interrupts.signal,
			onResult: ({ command, output, ...result }) => {
				const texts = { command: shop.redact(command), output: shop.redact(output) };
				return shop.persist(() => recordCheck(shop.db, { runId: run.now.id, ...result, ...texts }));
			},
			done: await this.settled(),
		});
		signal.throwIfAborted();
		if (problem) return { ...failure(problem.reason, problem.output), refused: !problem.ran };
		await run.change({ stage: "commit" });
		return null;
	}

	/** Commits all that was done. @returns why git refused; null when it is committed, or there is nothing to commit. */
	async commit(): Promise<Failure | null> {
		const { shop, workspace, item, signal } = this.options;
		const { run, board } = this.bench;
		board.say("Committing");
		await markDone({ ...run.now, workspace, item, signal });
		const [summary, checks] = await Promise.all([lastReply(shop, run.now), passedChecks(shop, run.now)]);
		const result = await commitAll({ ...run.now, item, signal, summary, checks });
		if ("refused" in result) return failure(result.refused, result.output);
		await this.tellCommit(result.commit);
		return null;
	}

	private async settled(): Promise<Set<string>> {
		const { shop } = this.options;
		const recorded = await settledChecks(shop, this.bench.run.now);
		return new Set(this.checks.map(({ command }) => command).filter((command) => recorded.has(shop.redact(command))));
	}

	private async tellCommit(commit: string | null): Promise<void> {
		const { shop, item } = this.options;
		const { run } = this.bench;
		const { branch, title, commit: before } = run.now;
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
		await run.change({ commit }, entry);
	}
}
