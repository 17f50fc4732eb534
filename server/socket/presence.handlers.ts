import { z } from "zod";
import type { Accepted } from "../contract/socket.ts";
import { command } from "./command.ts";
import type { Connection } from "./connection.ts";

const presenceSchema = z.object({ looked: z.boolean(), shows: z.string().max(2_000) });

/** Pages say what they show, and whether somebody looks, so that nobody is told of what is before their eyes. */
export function presenceHandlers(connection: Connection): void {
	const { socket, presence } = connection;
	socket.on(
		"presence:set",
		command(connection, "presence:set", presenceSchema, (look): Accepted => {
			if (socket.connected) presence.set(socket.id, look);
			return { accepted: true };
		}),
	);
	socket.on("disconnect", () => presence.remove(socket.id));
}
