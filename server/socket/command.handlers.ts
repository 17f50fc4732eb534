import { z } from "zod";
import { newCommandSchema } from "../contract/question.ts";
import { sendCommand } from "../inbox/send-command.ts";
import { command } from "./command.ts";
import type { Connection } from "./connection.ts";

const requestSchema = newCommandSchema.extend({ daemon: z.string().max(64) });

/** Messages for a daemon: durable before they are acknowledged. */
export function commandHandlers(connection: Connection): void {
	const { socket, supervisor, live } = connection;
	socket.on(
		"command:send",
		command(connection, "command:send", requestSchema, async ({ daemon, ...request }) => {
			supervisor.statusOf(daemon);
			try {
				return await sendCommand(live.database.use(), daemon, request);
			} finally {
				live.wrote();
			}
		}),
	);
}
