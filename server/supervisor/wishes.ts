import type { PresentInstance } from "./present-instance.ts";
import type { Recovery } from "./recovery.ts";
import type { Tally } from "./tally.ts";

/** What people and the schedule ask of a daemon. Only what is wanted changes here; the loop brings it about. */
export class Wishes {
	/** Counts what people asked for: a wish that came meanwhile goes before the restart policy. */
	count = 0;
	/** Set when the daemon outlived its stop: another wish may try again. */
	unstoppable = false;
	/** Taken out of config.json while it ran: it goes on until it ends, and is not started again. */
	orphaned = false;
	/** The instance that a restart wants gone. */
	private replaced: string | null = null;

	constructor(
		private readonly tally: Tally,
		private readonly recovery: Recovery,
		private readonly present: PresentInstance,
	) {}

	/** It runs, or is about to, and nothing of that is to be undone. */
	get isUnderWay(): boolean {
		const { process, ended } = this.present;
		return process !== null && this.tally.desired === "up" && !ended && !this.unstoppable;
	}

	/** Whether somebody wants the present instance gone. */
	get wantGone(): boolean {
		return this.tally.desired === "down" || this.wantReplaced;
	}

	/** Whether another is wanted in its place. */
	get wantReplaced(): boolean {
		return this.present.process?.instance === this.replaced;
	}

	up(): void {
		this.count += 1;
		this.unstoppable = false;
		this.recovery.release();
		this.tally.startAnew();
	}

	down(): void {
		this.count += 1;
		this.unstoppable = false;
		this.replaced = null;
		this.tally.wantDown();
		this.recovery.release();
	}

	/** Another instance in place of the present one, if any; several such wishes at once are one. */
	replace(): void {
		this.replaced = this.present.process?.instance ?? null;
	}

	/** The instance to be replaced is gone, or cannot be ended. */
	dropReplace(): void {
		this.replaced = null;
	}
}
