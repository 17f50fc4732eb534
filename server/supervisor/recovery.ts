import type { DaemonConfig } from "../config/types.ts";
import type { NewActivity } from "../contract/activity.ts";
import type { LastExit } from "../contract/daemon.ts";
import { describeExit } from "./exit-cause.ts";
import { afterExit, backoffDelay, isFailure } from "./restart-policy.ts";
import type { SavedHold, Tally } from "./tally.ts";

/** Why nothing runs although it is wanted up, with the sentence for the person. */
export interface Hold {
	phase: "starting" | "backing-off" | SavedHold["phase"];
	reason: string;
	/** When a backoff ends. */
	until: Date | null;
}

/** What follows when a daemon ends that nobody asked to end: a pause and another attempt, or a hold until a person acts. */
export class Recovery {
	hold: Hold | null = null;
	/** What `begin` makes the hold, and the milliseconds of its pause. */
	private decided: Hold | null = null;
	private pause: number | null = null;
	private timer: NodeJS.Timeout | undefined;

	constructor(
		private readonly config: () => DaemonConfig,
		private readonly tally: Tally,
		private readonly onRetry: () => void,
	) {}

	/** Nothing is started until these daemons are ready, or a person asks for it. */
	await(names: readonly string[]): void {
		this.hold = { phase: "starting", reason: `It starts once ${names.join(" and ")} can be used.`, until: null };
	}

	/** A hold of an earlier dashboard still holds: only a person ends it. @returns whether there is one */
	restore(): boolean {
		if (!this.tally.hold) return false;
		this.hold = { ...this.tally.hold, until: null };
		return true;
	}

	/** Resolves when what was decided is on disk, or cannot be written. */
	saved(): Promise<void> {
		return this.tally.saved();
	}

	/**
	 * What was decided is so from now on. Not before the end is told, or somebody would see what follows of an end that nobody
	 * knows of; and a pause is to be seen whole, however long the writing before it took.
	 */
	begin(): void {
		if (!this.decided) return;
		this.hold = this.decided;
		this.decided = null;
		if (this.pause === null) return;
		this.hold.until = new Date(Date.now() + this.pause);
		// A timer runs on the monotonic clock: setting the wall clock does not change the pause.
		this.timer = setTimeout(() => {
			this.release();
			this.tally.addRestart();
			this.onRetry();
		}, this.pause);
		this.pause = null;
	}

	/** Ends the hold, and with it the timer of a backoff. */
	release(): void {
		clearTimeout(this.timer);
		this.pause = null;
		this.decided = null;
		this.hold = null;
	}

	/**
	 * Decides by the restart policy; it takes effect with `begin`.
	 *
	 * @param ranMs how long it had run: one that always ends well, but at once, must not be restarted without end either
	 * @returns what to tell in the activity
	 */
	after(exit: LastExit, ranMs: number): NewActivity {
		const { restart, name } = this.config();
		const tooSoon = restart.on === "always" && ranMs < restart.stableAfterMs;
		const failuresInWindow = isFailure(exit) || tooSoon ? this.tally.addFailure(restart) : 0;
		const how = describeExit(exit);
		switch (afterExit(exit, failuresInWindow, restart)) {
			case "exited":
				this.keep("exited", `${how} by itself; start it when it should run again.`);
				return { kind: "daemon", title: "Ended by itself", detail: how };
			case "conflict":
				return this.keep(
					"conflict",
					`Another ${name} that Nightshift did not start is running with this state directory; stop it, then start this one.`,
				);
			case "failed": {
				const often = failuresInWindow > 1 ? `, for the ${ordinal(failuresInWindow)} time` : "";
				const mend =
					exit.cause === "config"
						? "correct it (its log says what), then start it"
						: "see its log, then start it again";
				return this.keep("failed", `${how}${often}; ${mend}.`);
			}
			case "restart":
				return this.backOff(how, failuresInWindow);
		}
	}

	/** Takes effect at once. */
	giveUp(reason: string): NewActivity {
		const entry = this.keep("failed", reason);
		this.begin();
		return entry;
	}

	/** @param failuresInWindow what the limit counts; failures in a row can be more when they come slowly */
	private backOff(how: string, failuresInWindow: number): NewActivity {
		const { backoff, limit } = this.config().restart;
		const delay = backoffDelay(Math.max(1, this.tally.failures), backoff, Math.random());
		const attempt = failuresInWindow > 0 ? ` (attempt ${failuresInWindow} of ${limit.failures})` : "";
		const reason = `${how}; it is started again after a pause${attempt}.`;
		this.decided = { phase: "backing-off", reason, until: null };
		this.pause = delay;
		const pause = `The pause before the next start is ${(delay / 1000).toFixed(1)} s${attempt}.`;
		return { kind: "problem", title: how, detail: pause, outcome: "failed" };
	}

	/** A hold that outlives the dashboard. */
	private keep(phase: SavedHold["phase"], reason: string): NewActivity {
		this.pause = null;
		this.tally.keepHold({ phase, reason });
		this.decided = { phase, reason, until: null };
		const title = phase === "conflict" ? "Another instance is running" : "Gave up";
		return { kind: "problem", title, detail: reason, outcome: "failed" };
	}
}

const ORDINALS = new Intl.PluralRules("en", { type: "ordinal" });
const SUFFIXES: Partial<Record<Intl.LDMLPluralRule, string>> = { one: "st", two: "nd", few: "rd" };

function ordinal(n: number): string {
	return `${n}${SUFFIXES[ORDINALS.select(n)] ?? "th"}`;
}
