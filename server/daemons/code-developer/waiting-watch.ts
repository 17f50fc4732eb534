import type { WaitingRoom } from "./asker.ts";
import type { BudgetWatch } from "./budget-watch.ts";
import { type Interrupts, Parked } from "./interrupts.ts";
import type { Shop } from "./shop.ts";
import type { StallGuard } from "./stall-guard.ts";

/** Tells whoever counts an agent's work that a person is waited for: that is no work, and no attempt without progress. */
export class WaitingWatch implements WaitingRoom {
	/** Counts the attempt; null while no agent is at work. */
	guard: StallGuard | null = null;
	/** Counts what is used; null while nothing is. */
	budget: BudgetWatch | null = null;
	/** Told when the waiting begins and ends. */
	onWaiting: (waits: boolean) => void = () => undefined;
	readonly afterMs: number;

	constructor(
		private readonly shop: Shop,
		private readonly interrupts: Interrupts,
	) {
		this.afterMs = shop.work.parkAfterMs;
	}

	begins(): void {
		this.tell(true);
		this.guard?.excuse().catch((error: unknown) => this.shop.fault(error));
	}

	ends(): void {
		this.tell(false);
	}

	long(ticket: string): void {
		this.interrupts.raise(new Parked(ticket));
	}

	private tell(waits: boolean): void {
		this.budget?.count(!waits);
		this.onWaiting(waits);
	}
}
