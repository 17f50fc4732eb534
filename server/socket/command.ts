import type { z } from "zod";
import { NightshiftError, toErrorBody } from "../contract/errors.ts";
import { isTooDeep, TOO_DEEP } from "../contract/json-depth.ts";
import type { Ack, ClientToServerEvents } from "../contract/socket.ts";

export type EventName = keyof ClientToServerEvents;
type ReplyOf<Event extends EventName> =
	Parameters<ClientToServerEvents[Event]>[1] extends Ack<infer Reply> ? Reply : never;

/** What every command of one connection has in common. */
export interface CommandContext {
	/** Throws `rate-limited`, or `not-signed-in` when the session is over. */
	admit(): Promise<void>;
	logger: { error(context: object, message: string): void };
}

/**
 * Makes the listener of one event: admits, validates, runs, and acknowledges exactly once, with the data or with an error
 * that may be shown. A missing acknowledgement, a missing request, and anything at all in its place are tolerated.
 */
export function command<Event extends EventName, Schema extends z.ZodType>(
	context: CommandContext,
	event: Event,
	schema: Schema,
	handle: (request: z.output<Schema>) => Promise<ReplyOf<Event>> | ReplyOf<Event>,
): (...args: unknown[]) => void {
	const run = async (
		request: unknown,
	): Promise<{ data: ReplyOf<Event> } | { error: ReturnType<typeof toErrorBody> }> => {
		try {
			await context.admit();
			if (isTooDeep(request)) throw new NightshiftError("bad-request", `The ${event} was not taken: ${TOO_DEEP}.`);
			const parsed = schema.safeParse(request);
			if (!parsed.success) throw explain(event, parsed.error);
			return { data: await handle(parsed.data) };
		} catch (error) {
			const body = toErrorBody(error);
			if (body.code === "internal") context.logger.error({ err: error, event }, "a command failed unexpectedly");
			return { error: body };
		}
	};
	return (...args) => {
		const last = args.at(-1);
		const ack = typeof last === "function" ? (last as (reply: unknown) => void) : null;
		const request = typeof args[0] === "function" ? undefined : args[0];
		void run(request).then((reply) => ack?.(reply));
	};
}

function explain(event: EventName, error: z.ZodError): NightshiftError {
	const [issue] = error.issues;
	const where = issue?.path.join(".") || event;
	return new NightshiftError("bad-request", `${where}: ${issue?.message ?? "is not valid"}.`);
}
