import { z } from "zod";
import type { LogBatch } from "../contract/log.ts";
import type { Accepted } from "../contract/socket.ts";
import { command } from "./command.ts";
import type { Connection } from "./connection.ts";

const MAX_TAIL = 1_000;

const subscribeSchema = z.object({
	name: z.string().max(64),
	from: z.number().int().nullable(),
	tail: z.number().int().min(0).max(MAX_TAIL),
});
const unsubscribeSchema = z.object({});

/**
 * A page watches one log at a time: a new subscription ends the one before. The next batch is sent when the page has taken
 * the last one, so a slow page gets fewer lines and the number of the others, and nothing piles up.
 */
export function logHandlers(connection: Connection): void {
	const { socket, supervisor, logs, logger } = connection;
	let watching = new AbortController();
	socket.on("disconnect", () => watching.abort());

	/** Resolves when the page has taken it, or does not watch any more. */
	const send = (batch: LogBatch, { signal }: AbortController) =>
		new Promise<void>((resolve) => {
			if (signal.aborted) return resolve();
			const taken = () => {
				signal.removeEventListener("abort", taken);
				resolve();
			};
			signal.addEventListener("abort", taken);
			socket.emit("logs:batch", batch, taken);
		});

	socket.on(
		"logs:subscribe",
		command(connection, "logs:subscribe", subscribeSchema, ({ name, from, tail }): Accepted => {
			supervisor.statusOf(name); // unknown-daemon
			watching.abort();
			const watch = new AbortController();
			watching = watch;
			logs
				.follow(name, { from, tail, signal: watch.signal }, (batch) => send({ name, ...batch }, watch))
				.catch((error: unknown) => logger.error({ err: error, daemon: name }, "a log could not be followed"));
			return { accepted: true };
		}),
	);
	socket.on(
		"logs:unsubscribe",
		command(connection, "logs:unsubscribe", unsubscribeSchema, (): Accepted => {
			watching.abort();
			return { accepted: true };
		}),
	);
}
