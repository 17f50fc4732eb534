import { randomUUID } from "node:crypto";
import { EventEmitter } from "node:events";
import { reduce } from "../contract/reduce.ts";
import type { SyncRequest } from "../contract/socket.ts";
import type { Change, Delta, LiveState, SyncReply } from "../contract/state.ts";

/** How many changes are kept for those who reconnect: some minutes' worth; who missed more gets everything. */
const KEPT_DELTAS = 1_000;

/**
 * The one live state, changed only by numbered changes. `epoch` is new in each run of the dashboard, so that a number
 * from an earlier run is never taken for one of this.
 */
export class StateStore extends EventEmitter<{ delta: [delta: Delta] }> {
	readonly epoch = randomUUID();
	private rev = 0;
	private readonly kept: Delta[] = [];

	constructor(private current: LiveState) {
		super();
	}

	get state(): LiveState {
		return this.current;
	}

	/** Applies a change and tells everybody. */
	apply(change: Change): void {
		this.current = reduce(this.current, change);
		this.rev += 1;
		const delta = { epoch: this.epoch, rev: this.rev, change };
		this.kept.push(delta);
		if (this.kept.length > KEPT_DELTAS) this.kept.shift();
		this.emit("delta", delta);
	}

	/** What a client that stands at `request` has missed: the changes when all of them are kept, else everything. */
	sync(request: SyncRequest): SyncReply {
		if (request?.epoch === this.epoch && request.rev <= this.rev) {
			const missed = this.rev - request.rev;
			if (missed <= this.kept.length) return { deltas: missed === 0 ? [] : this.kept.slice(-missed) };
		}
		return { snapshot: { epoch: this.epoch, rev: this.rev, state: this.current } };
	}
}
