import { runStep } from "../../agents/runbook/run-step.ts";
import { CappedText } from "../../text/capped-text.ts";
import { oneLine } from "../../text/cut.ts";
import type { Asker } from "./asker.ts";
import { CHECK_ANSWERS, checkQuestion, type WorkFacts } from "./permission-question.ts";
import type { Shop } from "./shop.ts";
import type { TaskBoard } from "./task-board.ts";

const MAX_NAMED = 120;

/** Why the work is not good enough to be committed. */
export interface CheckFailure {
	/** One sentence. */
	reason: string;
	output: string | null;
}

/** How a check is called in the plan. */
export function checkTitle(command: string): string {
	return `Check: ${oneLine(command, MAX_NAMED)}`;
}

/**
 * Runs an item's acceptance commands one after the other, each after the person has allowed it: they are the person's own
 * text, but so are an agent's steps, and the agent may have changed what they run.
 *
 * @returns the first failure or refusal, null when all is well.
 * @throws AbortError when `signal` aborts.
 */
export async function runChecks(
	commands: readonly string[],
	{
		shop,
		asker,
		board,
		facts,
		signal,
	}: { shop: Shop; asker: Asker; board: TaskBoard; facts: WorkFacts; signal: AbortSignal },
): Promise<CheckFailure | null> {
	for (const [index, command] of commands.entries()) {
		const title = checkTitle(command);
		const record = (outcome: "ok" | "failed" | "cancelled", detail: string | null) =>
			shop.activity.record({ kind: "tool", title, detail, outcome, task: facts.item.id });

		board.setCheck(index, "in_progress");
		const reply = await asker.ask(checkQuestion(command, index, facts), signal);
		if (reply.option === CHECK_ANSWERS.leaveOut) {
			record("cancelled", "Left out, as you chose.");
		} else if (reply.option !== CHECK_ANSWERS.run) {
			const why =
				reply.option === null ? reply.why : `you said no (${reply.ticket})${reply.comment ? `: ${reply.comment}` : ""}`;
			return { reason: `The check “${oneLine(command, MAX_NAMED)}” was not run, because ${why}.`, output: null };
		} else {
			board.say(title);
			const output = new CappedText();
			const step = { shell: "sh" as const, code: command, title };
			const onOutput = (text: string) => output.append(text);
			const { ok, how } = await runStep(step, { cwd: facts.folder, name: `check-${index + 1}`, signal, onOutput });
			signal.throwIfAborted();
			record(ok ? "ok" : "failed", `$ ${command}\n\n${output}\n(${how})`);
			if (!ok)
				return { reason: `The check “${oneLine(command, MAX_NAMED)}” failed (${how}).`, output: output.toString() };
		}
		board.setCheck(index, "completed");
	}
	return null;
}
