/** A question has been open for long: the attempt ends, and goes on when `ticket` is answered. */
export class Parked {
	constructor(readonly ticket: string) {}
}

/** The budget of the item, or of the day, is used up. `what`: "2 h of work". */
export class BudgetSpent {
	constructor(
		readonly scope: "item" | "day",
		readonly what: string,
	) {}
}

/** Why an attempt is to end before its time, other than by the daemon's stop or the person's skip. */
export type Interrupt = Parked | BudgetSpent;

/** Ends an attempt for a reason that is asked for afterwards. The first one counts. */
export class Interrupts {
	private readonly controller = new AbortController();
	readonly signal: AbortSignal;

	/** @param outer whatever else ends the attempt. */
	constructor(private readonly outer: AbortSignal) {
		this.signal = AbortSignal.any([outer, this.controller.signal]);
	}

	raise(interrupt: Interrupt): void {
		this.controller.abort(interrupt);
	}

	/** Null when the attempt goes on, and when it was ended from outside. */
	get raised(): Interrupt | null {
		return this.outer.aborted ? null : ((this.controller.signal.reason as Interrupt | undefined) ?? null);
	}
}
