import { Server as Engine } from "engine.io";
import { Server } from "socket.io";
import type { Chat } from "../chat/chat.ts";
import type { ChatDelta } from "../contract/chat.ts";
import { type ErrorBody, NightshiftError } from "../contract/errors.ts";
import type { Delta } from "../contract/state.ts";
import type { RateLimit } from "../http/rate-limit.ts";
import { proofIn, type Session, type Sessions } from "../http/session.ts";
import type { ShownLogs } from "../logs/shown-logs.ts";
import type { Presence } from "../notify/presence.ts";
import type { Live } from "../state/live.ts";
import type { Supervisor } from "../supervisor/supervisor.ts";
import { commandHandlers } from "./command.handlers.ts";
import type { LiveServer } from "./connection.ts";
import { daemonHandlers } from "./daemon.handlers.ts";
import { logHandlers } from "./log.handlers.ts";
import { presenceHandlers } from "./presence.handlers.ts";
import { questionHandlers } from "./question.handlers.ts";
import { dropWhenSlow } from "./slow-clients.ts";
import { stateHandlers } from "./state.handlers.ts";

/** An answer may carry a long comment; nothing a page sends is larger. */
const MAX_MESSAGE_BYTES = 1_500_000;
const SWEEP_MS = 1_000;
/** A WebSocket may be opened with half a session, and is closed when the other half does not follow. */
const CONNECT_MS = 10_000;

const SIGN_IN_AGAIN: ErrorBody = {
	code: "not-signed-in",
	message: "Your session has ended, or half of it is missing; run `nightshift open`.",
};

export interface GatewayOptions {
	supervisor: Supervisor;
	live: Live;
	logs: ShownLogs;
	presence: Presence;
	chat: Chat;
	sessions: Sessions;
	limit: RateLimit;
	logger: { info(context: object, message: string): void; error(context: object, message: string): void };
}

export interface Gateway {
	/** Takes requests and upgrades that the dispatcher let through. */
	engine: Engine;
	/** Closes the sockets of one browser. */
	drop(client: string): void;
	close(): Promise<void>;
}

/**
 * The live connection to the pages. What may reach this engine is decided before; here the first message has to complete
 * the session (a browser's WebSocket carries nothing but the cookie), and a session that ends takes its sockets with it.
 */
export function createGateway({
	supervisor,
	live,
	logs,
	presence,
	chat,
	sessions,
	limit,
	logger,
}: GatewayOptions): Gateway {
	const engine = new Engine({ maxHttpBufferSize: MAX_MESSAGE_BYTES, httpCompression: false });
	const io: LiveServer = new Server({ serveClient: false, connectTimeout: CONNECT_MS });
	io.bind(engine);

	io.use((socket, next) => {
		const { key } = socket.handshake.auth;
		const proof = { ...proofIn(socket.request.headers), ...(typeof key === "string" && { key }) };
		const session = sessions.find(proof);
		if (!session?.complete) return next(Object.assign(new Error(SIGN_IN_AGAIN.message), { data: SIGN_IN_AGAIN }));
		socket.data.session = session;
		next();
	});
	io.on("connection", (socket) => {
		const { session } = socket.data;
		dropWhenSlow(socket, logger);
		const admit = async () => {
			if (!sessions.holds(session)) throw new NightshiftError(SIGN_IN_AGAIN.code, SIGN_IN_AGAIN.message);
			await limit.use(session.client);
		};
		const connection = { socket, supervisor, live, logs, presence, logger, admit };
		stateHandlers(connection);
		daemonHandlers(connection);
		questionHandlers(connection);
		presenceHandlers(connection);
		commandHandlers(connection);
		logHandlers(connection);
	});

	const broadcast = (delta: Delta) => void io.emit("state:delta", delta);
	live.store.on("delta", broadcast);
	const broadcastChat = (delta: ChatDelta) => void io.emit("chat:delta", delta);
	chat.on("delta", broadcastChat);

	const dropWhere = (matches: (session: Session) => boolean) => {
		for (const socket of io.sockets.sockets.values()) if (matches(socket.data.session)) socket.disconnect(true);
	};
	const sweep = setInterval(() => dropWhere((session) => !sessions.holds(session)), SWEEP_MS).unref();

	return {
		engine,
		drop: (client) => dropWhere((session) => session.client === client),
		async close() {
			clearInterval(sweep);
			live.store.off("delta", broadcast);
			chat.off("delta", broadcastChat);
			await io.close();
		},
	};
}
