/** Of so many turns one goes to what was there when the monitor started, however much happens now. */
const LIVE_TURNS = 4;

export type Lane = "live" | "backlog";

/**
 * Whose turn it is. What happens now comes before what was there already; within each the files take turns, so that a huge
 * one keeps nobody waiting. A file is in it once.
 */
export class FairQueue {
	private readonly lanes: Record<Lane, Set<string>> = { live: new Set(), backlog: new Set() };
	private turn = 0;
	private wake: (() => void) | null = null;

	/** Puts a file at the end of its lane; what happens now is not put back behind what was there. */
	add(path: string, lane: Lane): void {
		if (this.lanes.live.has(path)) return;
		if (lane === "live") this.lanes.backlog.delete(path);
		this.lanes[lane].add(path);
		this.wake?.();
	}

	/** The next one, which is in the queue no more; null: there is none. */
	take(): { path: string; lane: Lane } | null {
		this.turn = (this.turn + 1) % LIVE_TURNS;
		const order: Lane[] = this.turn === 0 ? ["backlog", "live"] : ["live", "backlog"];
		for (const lane of order) {
			const [path] = this.lanes[lane];
			if (path === undefined) continue;
			this.lanes[lane].delete(path);
			return { path, lane };
		}
		return null;
	}

	sizeOf(lane: Lane): number {
		return this.lanes[lane].size;
	}

	/** Resolves once there is something in it, or `signal` is aborted. */
	async filled(signal: AbortSignal): Promise<void> {
		if (this.lanes.live.size + this.lanes.backlog.size > 0 || signal.aborted) return;
		await new Promise<void>((resolve) => {
			const end = () => {
				signal.removeEventListener("abort", end);
				resolve();
			};
			this.wake = end;
			signal.addEventListener("abort", end);
		});
		this.wake = null;
	}
}
