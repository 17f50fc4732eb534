import { z } from "zod";
import { command } from "./command.ts";
import type { Connection } from "./connection.ts";

const syncSchema = z.object({ epoch: z.string().max(100), rev: z.number().int().nonnegative() }).nullable();

/** Where a page gets the state from, at first and after each reconnection. */
export function stateHandlers(connection: Connection): void {
	const { socket, live } = connection;
	socket.on(
		"state:sync",
		command(connection, "state:sync", syncSchema, (request) => live.store.sync(request)),
	);
}
