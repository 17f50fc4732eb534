import type { Server, Socket } from "socket.io";
import type { ClientToServerEvents, ServerToClientEvents } from "../contract/socket.ts";
import type { Live } from "../state/live.ts";
import type { Supervisor } from "../supervisor/supervisor.ts";
import type { CommandContext } from "./command.ts";

export type LiveServer = Server<ClientToServerEvents, ServerToClientEvents>;
export type LiveSocket = Socket<ClientToServerEvents, ServerToClientEvents>;

/** One browser tab's socket, and what its handlers work with. */
export interface Connection extends CommandContext {
	socket: LiveSocket;
	supervisor: Supervisor;
	live: Live;
}
