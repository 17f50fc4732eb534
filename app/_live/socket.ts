import { io, type Socket } from "socket.io-client";
import type { ErrorBody, ErrorCode } from "../../server/contract/errors.ts";
import type { Ack, ClientToServerEvents, ServerToClientEvents } from "../../server/contract/socket.ts";
import { sessionHeaders, sessionKey } from "./session-key.ts";

export type LiveSocket = Socket<ServerToClientEvents, ClientToServerEvents>;

let shared: LiveSocket | null = null;

/** The page's one socket: WebSocket first, long polling where that is not let through; reconnects for ever. */
export function liveSocket(): LiveSocket {
	shared ??= io({
		autoConnect: false,
		transports: ["websocket", "polling"],
		tryAllTransports: true,
		reconnectionDelay: 300,
		reconnectionDelayMax: 5_000,
		timeout: 8_000,
		// Asked for at each connection, because another tab may have signed in anew. Polling sends it with each request; a
		// WebSocket can send no header of ours, so there the first message has it.
		auth: (send) => send({ key: sessionKey() }),
		get extraHeaders() {
			return sessionHeaders();
		},
	});
	return shared;
}

type Event = keyof ClientToServerEvents;
type Payload<E extends Event> = Parameters<ClientToServerEvents[E]>[0];
type Data<E extends Event> = Parameters<ClientToServerEvents[E]>[1] extends Ack<infer T> ? T : never;
type Reply<T> = { data: T } | { error: ErrorBody };

/** A request that failed: the dashboard's own error, or one of the two that only a client can know. */
export class RequestError extends Error {
	override readonly name = "RequestError";

	constructor(
		readonly code: ErrorCode | "offline" | "no-confirmation",
		message: string,
		readonly details: Record<string, unknown> = {},
	) {
		super(message);
	}
}

/**
 * Sends one event and waits for its acknowledgement, at most `timeoutMs`. Throws `RequestError`. After
 * `no-confirmation` nobody knows whether it arrived: only requests that are safe to repeat may be repeated.
 */
export function request<E extends Event>(event: E, payload: Payload<E>, timeoutMs = 8_000): Promise<Data<E>> {
	const socket = liveSocket();
	if (!socket.connected) {
		return Promise.reject(new RequestError("offline", "Not connected to the dashboard. Nothing was sent."));
	}
	return new Promise((resolve, reject) => {
		const settle = (timeout: Error | null, reply?: Reply<Data<E>>) => {
			if (timeout || !reply) {
				reject(new RequestError("no-confirmation", "The dashboard did not confirm it in time."));
			} else if ("error" in reply) {
				reject(new RequestError(reply.error.code, reply.error.message, reply.error.details));
			} else {
				resolve(reply.data);
			}
		};
		// The typed overloads of `timeout().emit` cannot be applied to a generic event name.
		const timed = socket.timeout(timeoutMs) as unknown as {
			emit(event: string, payload: unknown, ack: typeof settle): void;
		};
		timed.emit(event, payload, settle);
	});
}
