import { z } from "zod";
import { answerRequestSchema } from "../contract/question.ts";
import { answerQuestion } from "../inbox/answer-question.ts";
import { command } from "./command.ts";
import type { Connection } from "./connection.ts";

const requestSchema = answerRequestSchema.extend({ ticket: z.string().max(40) });

/** Answers from the inbox page: durable before they are acknowledged. */
export function questionHandlers(connection: Connection): void {
	const { socket, live } = connection;
	socket.on(
		"question:answer",
		command(connection, "question:answer", requestSchema, async ({ ticket, ...request }) => {
			try {
				return await answerQuestion(live.database.use(), ticket, request);
			} finally {
				live.wrote();
			}
		}),
	);
}
