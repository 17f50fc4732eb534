import type { DefaultEventsMap, Server, Socket } from "socket.io";
import type { ClientToServerEvents, ServerToClientEvents } from "../contract/socket.ts";
import type { Session } from "../http/session.ts";
import type { ShownLogs } from "../logs/shown-logs.ts";
import type { Presence } from "../notify/presence.ts";
import type { Live } from "../state/live.ts";
import type { Supervisor } from "../supervisor/supervisor.ts";
import type { CommandContext } from "./command.ts";

/** What is noted with each socket before it is connected. */
interface SocketNotes {
	session: Session;
}
export type LiveServer = Server<ClientToServerEvents, ServerToClientEvents, DefaultEventsMap, SocketNotes>;
export type LiveSocket = Socket<ClientToServerEvents, ServerToClientEvents, DefaultEventsMap, SocketNotes>;

/** One browser tab's socket, and what its handlers work with. */
export interface Connection extends CommandContext {
	socket: LiveSocket;
	supervisor: Supervisor;
	live: Live;
	logs: ShownLogs;
	presence: Presence;
}
