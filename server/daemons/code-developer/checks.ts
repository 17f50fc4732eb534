import { LEFT_OUT } from "../../contract/record.ts";
import { oneLine } from "../../text/cut.ts";
import type { Asker } from "./asker.ts";
import { runCheck } from "./finish/run-check.ts";
import { CHECK_ANSWERS, checkQuestion, type WorkFacts } from "./permission-question.ts";
import type { Shop } from "./shop.ts";
import type { TaskBoard } from "./task-board.ts";

const MAX_NAMED = 120;

/** A command that must succeed before the work is committed. */
export interface CheckCommand {
	command: string;
	/**
	 * The person is asked first. So it is with the item's own: they are the person's text, but so are an agent's steps, and
	 * the agent may have changed what they run. Those of config.json's `work.verify` are not asked about: the setting is the
	 * permission.
	 */
	asks: boolean;
}

/** A check, as it went. */
export interface CheckResult {
	command: string;
	ok: boolean;
	/** How it ended, for the end of a sentence: `exit code 1`, or `LEFT_OUT`. */
	how: string;
	/** Both streams as they came: beginning and end of a long one. */
	output: string;
	startedAt: Date;
}

/** Why the work is not good enough to be committed. */
export interface CheckFailure {
	/** One sentence. */
	reason: string;
	/** What it printed; null when it was not run. */
	output: string | null;
	/** It was run and failed, so the agent may mend what it found; false: the person did not let it run. */
	ran: boolean;
}

/** How a check is called in the plan. */
export function checkTitle(command: string): string {
	return `Check: ${oneLine(command, MAX_NAMED)}`;
}

export interface CheckOptions {
	shop: { activity: Pick<Shop["activity"], "record"> };
	asker: Pick<Asker, "ask">;
	board: Pick<TaskBoard, "say" | "setCheck">;
	facts: WorkFacts;
	signal: AbortSignal;
	/** Gets each result before the next check begins. */
	onResult: (result: CheckResult) => unknown;
	/** Commands that need not be run again: the daemon was killed, or waited for long, in between. */
	done?: ReadonlySet<string>;
	/** After this long a check has failed; 30 minutes when left out. */
	timeoutMs?: number;
}

/**
 * Runs checks one after the other, up to the first that fails or may not run.
 *
 * @returns the first failure or refusal, null when all is well.
 * @throws AbortError when `signal` aborts.
 */
export async function runChecks(
	commands: readonly CheckCommand[],
	options: CheckOptions,
): Promise<CheckFailure | null> {
	const { shop, asker, board, facts, signal, onResult, done, timeoutMs } = options;
	for (const [index, { command, asks }] of commands.entries()) {
		const title = checkTitle(command);
		const record = (outcome: "ok" | "failed" | "cancelled", detail: string | null) =>
			shop.activity.record({ kind: "tool", title, detail, outcome, task: facts.item.id });

		if (done?.has(command)) {
			board.setCheck(index, "completed");
			continue;
		}
		board.setCheck(index, "in_progress");
		const permission = asks ? await mayRun(command, index) : "run";
		if (permission === "leave-out") {
			record("cancelled", "Left out, as you chose.");
			await onResult({ command, ok: false, how: LEFT_OUT, output: "", startedAt: new Date() });
		} else if (permission !== "run") {
			const reason = `The check “${oneLine(command, MAX_NAMED)}” was not run, because ${permission.why}.`;
			return { reason, output: null, ran: false };
		} else {
			board.say(title);
			const startedAt = new Date();
			const outcome = await runCheck(command, { cwd: facts.folder, name: `check-${index + 1}`, signal, timeoutMs });
			const { ok, how, output } = outcome;
			record(ok ? "ok" : "failed", `$ ${command}\n\n${output}\n(${how})`);
			await onResult({ command, ok, how, output, startedAt });
			if (!ok) return { reason: `The check “${oneLine(command, MAX_NAMED)}” failed (${how}).`, output, ran: true };
		}
		board.setCheck(index, "completed");
	}
	return null;

	async function mayRun(command: string, index: number): Promise<"run" | "leave-out" | { why: string }> {
		const reply = await asker.ask(checkQuestion(command, index, facts), signal);
		if (reply.option === CHECK_ANSWERS.run) return "run";
		if (reply.option === CHECK_ANSWERS.leaveOut) return "leave-out";
		if (reply.option === null) return { why: reply.why };
		return { why: `you said no (${reply.ticket})${reply.comment ? `: ${reply.comment}` : ""}` };
	}
}
