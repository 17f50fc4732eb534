import { io, type ManagerOptions, type Socket, type SocketOptions } from "socket.io-client";
import { onTestFinished } from "vitest";
import { reduce } from "../../server/contract/reduce.ts";
import type { ClientToServerEvents, ServerToClientEvents } from "../../server/contract/socket.ts";
import type { Delta, LiveState, Snapshot } from "../../server/contract/state.ts";
import { eventually } from "./wait.ts";

export type ClientSocket = Socket<ServerToClientEvents, ClientToServerEvents>;
type Reply<T> = { data: T } | { error: { code: string; message: string } };

/** A page's end of the socket, without a page. */
export function connectSocket(url: string, options: Partial<ManagerOptions & SocketOptions>): ClientSocket {
	const socket: ClientSocket = io(url, { reconnection: false, forceNew: true, transports: ["websocket"], ...options });
	onTestFinished(() => void socket.disconnect());
	return socket;
}

/** Resolves when connected; rejects with the reason when that is refused. */
export function connected(socket: ClientSocket): Promise<ClientSocket> {
	return new Promise((resolve, reject) => {
		if (socket.connected) resolve(socket);
		socket.once("connect", () => resolve(socket));
		socket.once("connect_error", reject);
	});
}

/** Emits and waits for the acknowledgement. */
export function ask<T = unknown>(socket: ClientSocket, event: string, ...args: unknown[]): Promise<Reply<T>> {
	return new Promise((resolve) => (socket as Socket).emit(event, ...args, resolve));
}

/** Keeps a copy of the state as a page does: a snapshot, then every change in order. */
export class Follower {
	deltas: Delta[] = [];
	private snapshot: Snapshot | null = null;

	constructor(readonly socket: ClientSocket) {
		socket.on("state:delta", (delta) => this.deltas.push(delta));
	}

	async start(): Promise<Snapshot> {
		const reply = await ask<{ snapshot: Snapshot }>(this.socket, "state:sync", null);
		if (!("data" in reply)) throw new Error(reply.error.message);
		this.snapshot = reply.data.snapshot;
		return this.snapshot;
	}

	/** The copy, from the snapshot and all later changes; throws when one is missing or comes twice. */
	get state(): LiveState {
		if (!this.snapshot) throw new Error("not started");
		let { rev, state } = this.snapshot;
		for (const delta of this.deltas) {
			if (delta.rev <= rev) continue;
			if (delta.rev !== rev + 1) throw new Error(`after ${rev} came ${delta.rev}`);
			rev = delta.rev;
			state = reduce(state, delta.change);
		}
		return state;
	}

	until(fits: (state: LiveState) => boolean): Promise<LiveState> {
		return eventually(() => (fits(this.state) ? this.state : null));
	}
}
