import { z } from "zod";
import type { Accepted } from "../contract/socket.ts";
import { command } from "./command.ts";
import type { Connection } from "./connection.ts";

const nameSchema = z.object({ name: z.string().max(64) });

/** Start, stop and restart: accepted at once; how it goes is seen in the state. */
export function daemonHandlers(connection: Connection): void {
	const { socket, supervisor, logger } = connection;
	const act =
		(action: "start" | "stop" | "restart") =>
		({ name }: { name: string }): Accepted => {
			supervisor.statusOf(name); // unknown-daemon, before anything is accepted
			supervisor[action](name).catch((error: unknown) => {
				logger.error({ err: error, daemon: name, action }, "a daemon could not be acted on");
			});
			return { accepted: true };
		};
	socket.on("daemon:start", command(connection, "daemon:start", nameSchema, act("start")));
	socket.on("daemon:stop", command(connection, "daemon:stop", nameSchema, act("stop")));
	socket.on("daemon:restart", command(connection, "daemon:restart", nameSchema, act("restart")));
}
