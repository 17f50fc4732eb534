import type { DaemonConfig } from "../config/types.ts";
import type { Identity } from "./identity.ts";
import { type StopResult, stopTree } from "./stop-tree.ts";

/** A stop that asks first and forces later, and that a person can hasten while it is under way. */
export class PoliteStop {
	/** When the stop under way will use force; null when none is. */
	forceAt: Date | null = null;
	/** The same, of `performance.now()`. */
	private politeUntil = 0;
	private patienceMs: number | null = null;

	/** @param ask how to ask an instance where there are no signals; null: by signal */
	constructor(private readonly ask: ((instance: string) => Promise<void>) | null) {}

	/**
	 * Force is used after this long: by the next stop, or by the one under way if that is sooner.
	 *
	 * @returns whether the one under way was hastened
	 */
	allow(timeoutMs: number): boolean {
		if (this.forceAt === null) {
			this.patienceMs = timeoutMs;
			return false;
		}
		const sooner = performance.now() + timeoutMs;
		if (sooner >= this.politeUntil) return false;
		this.setDeadline(timeoutMs);
		return true;
	}

	/**
	 * @param onForce told when politeness has run out, with the seconds it lasted
	 */
	async run(
		identity: Identity,
		{ signal, timeoutMs }: DaemonConfig["stop"],
		onForce: (seconds: number) => void,
	): Promise<StopResult> {
		const began = performance.now();
		this.setDeadline(this.patienceMs ?? timeoutMs);
		this.patienceMs = null;
		try {
			return await stopTree(identity, {
				signal,
				timeoutMs,
				deadline: () => this.politeUntil,
				...(this.ask && { ask: this.ask }),
				onForce: () => onForce(Math.round((this.politeUntil - began) / 100) / 10),
			});
		} finally {
			this.forceAt = null;
		}
	}

	/** Forgets what was allowed for a stop that is not needed any more. */
	forget(): void {
		this.patienceMs = null;
	}

	private setDeadline(ms: number): void {
		this.politeUntil = performance.now() + ms;
		this.forceAt = new Date(Date.now() + ms);
	}
}
