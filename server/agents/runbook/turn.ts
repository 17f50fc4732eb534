import { methods, type StopReason, type ToolCallUpdate } from "@agentclientprotocol/sdk";
import { CappedText } from "../../text/capped-text.ts";
import type { Progress } from "./progress.ts";
import type { Reporter } from "./reporter.ts";
import { runStep } from "./run-step.ts";
import type { Step } from "./steps.ts";
import { attemptOf, type Choice, failureMessage, OPTIONS, withNote } from "./wording.ts";

export interface TurnOptions {
	cwd: string;
	steps: readonly Step[];
	progress: Progress;
	/** Called before and after each step runs; resolves when it is on disk. */
	save: (progress: Progress) => Promise<void>;
	reporter: Reporter;
	/** Ends the turn. Its reason is `cancel` when the client asked for it. */
	signal: AbortSignal;
}

/** One prompt of the runbook agent: asks for each step, runs it, and stops at the first that fails. */
export class RunbookTurn {
	private progress: Progress;

	constructor(private readonly options: TurnOptions) {
		this.progress = options.progress;
	}

	async run(): Promise<StopReason> {
		const { steps, reporter, signal } = this.options;
		const { done } = this.progress;
		await this.plan(null);
		if (done.length > 0) await reporter.say(`${done.length} of ${steps.length} steps need not be run again.`);
		for (const [index, step] of steps.entries()) {
			const number = index + 1;
			if (this.progress.done.includes(number)) continue;
			const end = await this.take(number, step);
			if (signal.aborted) return "cancelled";
			if (end !== null) return end;
		}
		await reporter.say(steps.length === 1 ? "The step is done." : `All ${steps.length} steps are done.`);
		return "end_turn";
	}

	/** One step, from the question to its end. @returns null to go on with the next. */
	private async take(number: number, step: Step): Promise<StopReason | null> {
		const { steps, reporter } = this.options;
		const { attempt, toolCallId, title, asksAgain } = attemptOf(this.progress.last, number, steps.length, step);
		const call = { toolCallId, title, kind: "execute" as const, rawInput: { command: step.code } };
		await this.plan(number);
		await reporter.send({ sessionUpdate: "tool_call", ...call, status: "pending" });

		const mayRun = number <= this.progress.allowedTo && !asksAgain;
		const { choice, comment } = mayRun ? { choice: "run" as const, comment: "" } : await this.ask(call);
		const said = comment === "" ? "" : ` You said: ${comment}`;
		switch (choice) {
			case "cancelled":
				return "cancelled";
			case "skip":
				await this.finish(number);
				await reporter.update({ toolCallId, status: "completed" }, `Skipped, as you chose.${said}`);
				await reporter.say(`Step ${number} was skipped.${said}`);
				return null;
			case "stop":
				await this.note(number, attempt, "declined");
				await reporter.update({ toolCallId, status: "failed" }, `Not run: you chose to stop here.${said}`);
				await reporter.say(`Stopped before step ${number}, as you chose.${said}`);
				return "end_turn";
			default:
				if (choice === "run-all") this.progress = { ...this.progress, allowedTo: steps.length };
				await this.note(number, attempt, "running");
				return this.execute(number, attempt, step, toolCallId);
		}
	}

	private async execute(number: number, attempt: number, step: Step, toolCallId: string): Promise<StopReason | null> {
		const { cwd, signal, steps, reporter } = this.options;
		await reporter.update({ toolCallId, status: "in_progress" });
		const output = new CappedText();
		const stream = reporter.stream(toolCallId, output);
		const onOutput = (text: string) => {
			output.append(text);
			stream.changed();
		};
		const { ok, how } = await runStep(step, { cwd, name: `step-${number}`, signal, onOutput }).finally(stream.stop);
		if (signal.aborted) {
			// Ended by the client, it was stopped; ended with this process, it stays "running" and counts as interrupted.
			if (signal.reason === "cancel") await this.note(number, attempt, "stopped");
			await reporter.update({ toolCallId, status: "failed" }, withNote(output.toString(), "stopped"));
			return "cancelled";
		}
		if (ok) {
			await this.finish(number);
			await reporter.update({ toolCallId, status: "completed" }, output.toString());
			return null;
		}
		await this.note(number, attempt, "failed");
		const text = output.toString();
		await reporter.update({ toolCallId, status: "failed" }, withNote(text, how));
		await reporter.say(failureMessage(number, steps.length, step, how, text));
		return "end_turn";
	}

	private async ask(toolCall: ToolCallUpdate): Promise<{ choice: Choice; comment: string }> {
		const { reporter, signal } = this.options;
		try {
			const { outcome } = await reporter.client.request(
				methods.client.session.requestPermission,
				{ sessionId: reporter.sessionId, toolCall, options: [...OPTIONS] },
				{ cancellationSignal: signal, stopWaitingOnCancel: true },
			);
			if (outcome.outcome === "cancelled") return { choice: "cancelled", comment: "" };
			const choice = OPTIONS.find((one) => one.optionId === outcome.optionId)?.optionId ?? "cancelled";
			const comment = outcome._meta?.comment;
			return { choice, comment: typeof comment === "string" ? comment : "" };
		} catch (error) {
			if (signal.aborted) return { choice: "cancelled", comment: "" };
			throw error;
		}
	}

	private async finish(number: number): Promise<void> {
		this.progress = { ...this.progress, done: [...this.progress.done, number], last: null };
		await this.options.save(this.progress);
		await this.plan(null);
	}

	private async note(step: number, attempt: number, outcome: NonNullable<Progress["last"]>["outcome"]): Promise<void> {
		this.progress = { ...this.progress, last: { step, attempt, outcome } };
		await this.options.save(this.progress);
	}

	private async plan(current: number | null): Promise<void> {
		await this.options.reporter.plan(this.options.steps, this.progress.done, current);
	}
}
