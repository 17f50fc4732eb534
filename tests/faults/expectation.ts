import type { DaemonStatus } from "../../server/contract/daemon.ts";
import { OverseerGone, type Verb } from "./overseer.ts";

/** What could not be written down is said, and tried again. */
const FORGOTTEN = /would be forgotten/;

/** What is expected of one daemon: the model against which the real one is held. */
export class Expectation {
	/** What was last acknowledged; null when nobody can know, because the overseer was killed before it said. */
	wish: "up" | "down" | null = "down";
	/** The instance that must still be the one that runs; null when it may be another by now. */
	private same: Pick<DaemonStatus, "pid" | "startedAt"> | null = null;
	/** It could not be started for want of something that is there again now: a person has to start it. */
	mayHaveFailed = false;
	private last: Promise<DaemonStatus> | null = null;

	constructor(readonly name: string) {}

	/** A request was sent. The last one decides; unless it is answered, neither wish is certain. */
	sent(verb: Verb, answer: Promise<DaemonStatus>): void {
		const wish = verb === "stop" ? "down" : "up";
		if (wish !== this.wish) this.wish = null;
		if (verb !== "start") this.touched();
		this.last = answer;
		answer.then(
			(status) => {
				if (this.last === answer) this.wish = FORGOTTEN.test(status.reason ?? "") ? null : wish;
			},
			(error) => {
				if (!(error instanceof OverseerGone)) throw error;
			},
		);
	}

	/** Something was done to it after which another instance may run. */
	touched(): void {
		this.same = null;
	}

	/** It has come to rest. */
	settled({ desired, pid, startedAt }: DaemonStatus): void {
		this.wish = desired;
		this.mayHaveFailed = false;
		this.same = pid === null ? null : { pid, startedAt };
	}

	/** What of its status is not as it must be when all is quiet; null when nothing. */
	differs(status: DaemonStatus, crashes: boolean): string | null {
		const { desired, phase, pid, startedAt } = status;
		if (this.wish !== null && desired !== this.wish) return `${this.wish} was wished, ${desired} is what is wanted`;
		const restful =
			desired === "down" ? ["stopped"] : crashes || this.mayHaveFailed ? ["running", "failed"] : ["running"];
		if (crashes && phase === "running") return "has not crashed often enough yet";
		if (!restful.includes(phase)) return `is ${phase} (${status.reason}) instead of ${restful.join(" or ")}`;
		if (FORGOTTEN.test(status.reason ?? "")) return "has not written down yet what was wished";
		if ((phase === "running") !== (pid !== null)) return `is ${phase} with pid ${pid}`;
		if (this.same && !isSame(this.same, status)) {
			return `was pid ${this.same.pid} since ${this.same.startedAt}, and nobody touched it; now it is ${pid} since ${startedAt}`;
		}
		return null;
	}
}

/** When one began is known less exactly once its record was lost. */
const EXACT_MS = 500;

type Start = Pick<DaemonStatus, "pid" | "startedAt">;

function isSame(before: Start, now: Start): boolean {
	const apart = Math.abs(Date.parse(before.startedAt ?? "") - Date.parse(now.startedAt ?? ""));
	return before.pid === now.pid && apart < EXACT_MS;
}
