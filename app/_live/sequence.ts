import { reduce } from "../../server/contract/reduce.ts";
import type { Delta, LiveState, SyncReply } from "../../server/contract/state.ts";

/** A state and its place in the dashboard's numbered changes. */
export interface Position {
	epoch: string;
	rev: number;
	state: LiveState;
}

/**
 * Takes the next change. The same position again: it was known already. Null: something is missing between the two (or
 * the dashboard began a new epoch), so the client must ask for `state:sync`.
 */
export function advance(position: Position, delta: Delta): Position | null {
	if (delta.epoch !== position.epoch) return null;
	if (delta.rev <= position.rev) return position;
	if (delta.rev !== position.rev + 1) return null;
	return { epoch: delta.epoch, rev: delta.rev, state: reduce(position.state, delta.change) };
}

/** Takes the answer to `state:sync`. Null when its deltas do not fit, which a new sync without a position mends. */
export function catchUp(position: Position | null, reply: SyncReply): Position | null {
	if ("snapshot" in reply) {
		const { snapshot } = reply;
		// A live delta may have overtaken the snapshot's answer.
		return position && position.epoch === snapshot.epoch && position.rev > snapshot.rev ? position : snapshot;
	}
	let next = position;
	for (const delta of reply.deltas) next = next && advance(next, delta);
	return next;
}
