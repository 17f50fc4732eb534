import { Server as Engine } from "engine.io";
import { Server } from "socket.io";
import { NightshiftError } from "../contract/errors.ts";
import type { Delta } from "../contract/state.ts";
import type { RateLimit } from "../http/rate-limit.ts";
import { type Session, type Sessions, sessionOf } from "../http/session.ts";
import type { Live } from "../state/live.ts";
import type { Supervisor } from "../supervisor/supervisor.ts";
import { commandHandlers } from "./command.handlers.ts";
import type { LiveServer, LiveSocket } from "./connection.ts";
import { daemonHandlers } from "./daemon.handlers.ts";
import { questionHandlers } from "./question.handlers.ts";
import { dropWhenSlow } from "./slow-clients.ts";
import { stateHandlers } from "./state.handlers.ts";

/** An answer may carry a long comment; nothing a page sends is larger. */
const MAX_MESSAGE_BYTES = 1_500_000;
const SWEEP_MS = 1_000;

export interface GatewayOptions {
	supervisor: Supervisor;
	live: Live;
	sessions: Sessions;
	limit: RateLimit;
	logger: { info(context: object, message: string): void; error(context: object, message: string): void };
}

export interface Gateway {
	/** Takes requests and upgrades that the dispatcher let through, with a session remembered for each. */
	engine: Engine;
	/** Closes the sockets of one browser. */
	drop(client: string): void;
	close(): Promise<void>;
}

/**
 * The live connection to the pages. Who may connect is decided before a request reaches this engine; afterwards a
 * session that has ended takes its sockets with it.
 */
export function createGateway({ supervisor, live, sessions, limit, logger }: GatewayOptions): Gateway {
	const engine = new Engine({ maxHttpBufferSize: MAX_MESSAGE_BYTES, httpCompression: false });
	const io: LiveServer = new Server({ serveClient: false });
	io.bind(engine);
	const bySocket = new Map<LiveSocket, Session>();

	io.on("connection", (socket) => {
		const session = sessionOf(socket.request);
		if (!session) {
			socket.disconnect(true);
			return;
		}
		bySocket.set(socket, session);
		socket.on("disconnect", () => bySocket.delete(socket));
		dropWhenSlow(socket, logger);
		const admit = async () => {
			if (!sessions.holds(session))
				throw new NightshiftError("not-signed-in", "Your session has ended; run `nightshift open`.");
			await limit.use(session.client);
		};
		const connection = { socket, supervisor, live, logger, admit };
		stateHandlers(connection);
		daemonHandlers(connection);
		questionHandlers(connection);
		commandHandlers(connection);
	});

	const broadcast = (delta: Delta) => void io.emit("state:delta", delta);
	live.store.on("delta", broadcast);

	const dropWhere = (matches: (session: Session) => boolean) => {
		for (const [socket, session] of bySocket) if (matches(session)) socket.disconnect(true);
	};
	const sweep = setInterval(() => dropWhere((session) => !sessions.holds(session)), SWEEP_MS).unref();

	return {
		engine,
		drop: (client) => dropWhere((session) => session.client === client),
		async close() {
			clearInterval(sweep);
			live.store.off("delta", broadcast);
			await io.close();
		},
	};
}
