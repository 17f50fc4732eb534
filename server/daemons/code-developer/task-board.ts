import type { AgentPlanEntry } from "../../agents/types.ts";
import type { PlanEntry, StatusFile } from "../../contract/status-file.ts";
import type { StatusWriter } from "../kit/status-writer.ts";

/**
 * The item in work as the status file shows it: its plan (the agent's steps, then the item's checks), how far it is, and
 * what it waits for.
 */
export class TaskBoard {
	private plan: PlanEntry[] = [];
	private checks: PlanEntry[];
	/** Questions that are open, oldest first. */
	private readonly waiting: string[] = [];
	private held = false;
	private said: string | null = null;

	/**
	 * @param checks titles of the checks that follow the agent's work.
	 * @param now ISO 8601, UTC.
	 */
	constructor(
		private readonly status: Pick<StatusWriter, "set" | "advance">,
		private readonly task: { id: string; title: string; startedAt: string },
		checks: string[],
		private readonly now: () => string = () => new Date().toISOString(),
	) {
		this.checks = checks.map((title) => ({ title, status: "pending" }));
		this.show();
	}

	/** Takes the agent's plan; an entry keeps the time since which it is as it is. */
	setPlan(entries: AgentPlanEntry[]): void {
		this.plan = entries.map(({ title, status }, index) => {
			const before = this.plan[index];
			if (before?.title === title && before.status === status) return before;
			return { title, status, since: this.now() };
		});
		this.status.advance();
		this.show();
	}

	setCheck(index: number, status: PlanEntry["status"]): void {
		this.checks = this.checks.map((check, at) => (at === index ? { ...check, status, since: this.now() } : check));
		this.status.advance();
		this.show();
	}

	/** Waits for an answer. */
	ask(ticket: string): void {
		this.waiting.push(ticket);
		this.show();
	}

	/** No longer waits for it. */
	settle(ticket: string): void {
		const at = this.waiting.indexOf(ticket);
		if (at >= 0) this.waiting.splice(at, 1);
		this.status.advance();
		this.show();
	}

	/** Held up because the person paused the developer. */
	hold(held: boolean): void {
		this.held = held;
		this.show();
	}

	/** A word on what happens right now; that it waits or is held comes first, for as long as it does. */
	say(message: string): void {
		this.said = message;
		this.status.set({ message: this.message() });
	}

	/** Marks the step in work as the one that failed. */
	fail(): void {
		const mark = (entry: PlanEntry): PlanEntry =>
			entry.status === "in_progress" ? { ...entry, status: "failed", since: this.now() } : entry;
		this.plan = this.plan.map(mark);
		this.checks = this.checks.map(mark);
		this.waiting.length = 0;
		this.show();
	}

	private show(): void {
		const steps = [...this.plan, ...this.checks];
		const done = steps.filter((entry) => entry.status === "completed").length;
		this.status.set({
			activity: this.activity(),
			message: this.message(),
			task: { ...this.task, progress: steps.length === 0 ? null : done / steps.length },
			plan: this.withWaiting(steps),
			waitingOn: [...this.waiting],
		});
	}

	private activity(): StatusFile["activity"] {
		if (this.held) return "paused";
		return this.waiting.length > 0 ? "waiting" : "working";
	}

	private message(): string | null {
		if (this.held) return "Paused; say resume to go on";
		return this.waiting.length > 0 ? `Waiting for your answer to ${this.waiting[0]}` : this.said;
	}

	private withWaiting(steps: PlanEntry[]): PlanEntry[] {
		const ticket = this.waiting[0];
		const at = currentStep(steps);
		if (ticket === undefined) return steps;
		return steps.map((entry, index) => (index === at ? { ...entry, status: "waiting", ticket } : entry));
	}
}

function currentStep(steps: PlanEntry[]): number {
	const working = steps.findIndex((entry) => entry.status === "in_progress");
	return working >= 0 ? working : steps.findIndex((entry) => entry.status === "pending");
}
