import type { NewActivity } from "../contract/activity.ts";
import type { DaemonStatus } from "../contract/daemon.ts";

export interface StandingOptions {
	/** The daemon's name. */
	name: string;
	onChange(): void;
	onActivity(entry: NewActivity): void;
	/** Whether a step is under way. */
	isActive(): boolean;
}

/** Where a daemon stands, with the reason: shown, told, and waited for until it has settled. */
export class Standing {
	phase: DaemonStatus["phase"] = "stopped";
	reason: string | null = null;
	private waiting: (() => void)[] = [];
	private closed = false;

	constructor(private readonly options: StandingOptions) {}

	/** Tells nobody yet: more may change with it; see `changed`. */
	enter(phase: DaemonStatus["phase"], reason: string | null = null): void {
		this.phase = phase;
		this.reason = reason;
	}

	/** Something of the daemon, here or elsewhere, is not as it was. */
	changed(): void {
		this.options.onChange();
		if (this.waiting.length > 0) for (const look of this.waiting.splice(0)) look();
	}

	/** For the activity. */
	say(entry: NewActivity): void {
		this.options.onActivity({ ...entry, daemon: this.options.name });
	}

	/** Resolves once nothing is under way any more, or nobody looks after it any more. */
	settled(): Promise<void> {
		return new Promise<void>((resolve) => {
			const look = () => {
				if (this.closed || this.isSettled()) resolve();
				else this.waiting.push(look);
			};
			look();
		});
	}

	/** From here on nobody is kept waiting: the next change lets go of who still does. */
	close(): void {
		this.closed = true;
	}

	private isSettled(): boolean {
		return !this.options.isActive() && this.phase !== "starting" && this.phase !== "stopping";
	}
}
