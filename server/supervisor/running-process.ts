import type { ChildProcess } from "node:child_process";
import { type Identity, isStillAlive } from "./identity.ts";

/** How soon the end of an adopted process is seen; a child's is seen at once. */
const ADOPTED_POLL_MS = 200;

export interface SeenExit {
	/** Null when nobody could see it. */
	code: number | null;
	signal: NodeJS.Signals | null;
}

/** A running instance: a child of this dashboard, or one it adopted and can only look at. */
export class RunningProcess {
	private exit: SeenExit | null = null;
	private timer: NodeJS.Timeout | undefined;
	private readonly listeners: ((exit: SeenExit) => void)[] = [];

	private constructor(
		readonly identity: Identity,
		readonly startedAt: Date,
		readonly adopted: boolean,
		/** How many processes the kernel had killed for memory when last asked, before its end. */
		public oomKills: number | null,
	) {}

	static ofChild(child: ChildProcess, identity: Identity, startedAt: Date, oomKills: number | null): RunningProcess {
		const running = new RunningProcess(identity, startedAt, false, oomKills);
		if (child.exitCode !== null || child.signalCode !== null) {
			running.finish({ code: child.exitCode, signal: child.signalCode });
		} else {
			child.once("exit", (code, signal) => running.finish({ code, signal }));
		}
		return running;
	}

	static adopt(identity: Identity, startedAt: Date, oomKills: number | null): RunningProcess {
		const running = new RunningProcess(identity, startedAt, true, oomKills);
		running.timer = setInterval(() => void running.look(), ADOPTED_POLL_MS);
		running.timer.unref();
		return running;
	}

	get instance(): string {
		return this.identity.instance;
	}

	/** Calls back once, when the process has ended; also when it has ended already. */
	onExit(listener: (exit: SeenExit) => void): void {
		if (this.exit) listener(this.exit);
		else this.listeners.push(listener);
	}

	/** Looks now whether it is alive, instead of waiting for the next look. A look that fails says neither. */
	async look(): Promise<void> {
		if (this.exit || !this.adopted) return;
		const alive = await isStillAlive(this.identity).catch(() => true);
		if (!alive) this.finish({ code: null, signal: null });
	}

	/** Stops looking; the process itself is left alone. */
	release(): void {
		clearInterval(this.timer);
		this.listeners.length = 0;
	}

	private finish(exit: SeenExit): void {
		if (this.exit) return;
		this.exit = exit;
		clearInterval(this.timer);
		for (const listener of this.listeners.splice(0)) listener(exit);
	}
}
