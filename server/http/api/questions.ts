import { createRoute, z } from "@hono/zod-openapi";
import {
	answerRequestSchema,
	newCommandSchema,
	newQuestionSchema,
	questionFilterSchema,
} from "../../contract/question.ts";
import { answerQuestion } from "../../inbox/answer-question.ts";
import { askQuestion } from "../../inbox/ask-question.ts";
import { asAskerSees, isHandedOut } from "../../inbox/handed-out.ts";
import { BRIEF_BODY, listQuestions } from "../../inbox/list-questions.ts";
import { getQuestion } from "../../inbox/read-question.ts";
import { sendCommand } from "../../inbox/send-command.ts";
import { receiveAnswer } from "../../inbox/take-answer.ts";
import { waitForAnswer } from "../../inbox/wait-for-answer.ts";
import { withdrawQuestion } from "../../inbox/withdraw-question.ts";
import { checkAddressee, listAskers } from "../../mcp/askers.ts";
import { refuseInvalid } from "./errors.ts";
import { type ApiParts, newApi } from "./parts.ts";
import { answers, Command, jsonBody, nameParam, Question, Questions, ticketParam, wholeNumber } from "./schemas.ts";
import { showing } from "./showing.ts";

const MAX_PAGE = 200;
const MAX_WAIT_SECONDS = 45;

const askRoute = createRoute({
	method: "post",
	path: "/questions",
	summary: "Ask; the question is durable before this answers, and the same key is the same ticket",
	request: { body: jsonBody(newQuestionSchema) },
	responses: answers(201, "The question", Question),
});
const listRoute = createRoute({
	method: "get",
	path: "/questions",
	summary: "Questions: pending ones oldest first, any others newest first; `q` searches words, or finds a ticket",
	request: {
		query: z.object({
			...questionFilterSchema.shape,
			brief: z
				.enum(["0", "1"])
				.optional()
				.openapi({ description: `1: bodies are cut to their first ${BRIEF_BODY} characters.` }),
			limit: wholeNumber({ fallback: MAX_PAGE, least: 1, most: MAX_PAGE }),
			cursor: z.string().optional(),
		}),
	},
	responses: answers(200, "A page of questions", Questions),
});
const readRoute = createRoute({
	method: "get",
	path: "/questions/{ticket}",
	summary:
		"One question; with `wait` for its asker alone: an answer that can still be undone is none yet, and one that is returned is handed out, so that it can no longer be undone or amended",
	request: {
		params: ticketParam,
		query: z.object({
			wait: wholeNumber({ fallback: 0, most: MAX_WAIT_SECONDS }).openapi({ description: "Seconds." }),
		}),
	},
	responses: answers(200, "The question, answered or as it is after the wait", Question),
});
const answerRoute = createRoute({
	method: "post",
	path: "/questions/{ticket}/answer",
	summary: "Answer; the first answer wins, and the same one again is no conflict",
	request: { params: ticketParam, body: jsonBody(answerRequestSchema) },
	responses: answers(200, "The answered question", Question),
});
const withdrawRoute = createRoute({
	method: "post",
	path: "/questions/{ticket}/withdraw",
	summary: "Take a question back",
	request: { params: ticketParam, body: jsonBody(z.object({ reason: z.string().trim().min(1).max(2000) })) },
	responses: answers(200, "The withdrawn question", Question),
});
const tellRoute = createRoute({
	method: "post",
	path: "/daemons/{name}/commands",
	summary:
		"Tell a daemon something, or an agent that uses the inbox over MCP; the command is durable before this answers",
	request: { params: nameParam, body: jsonBody(newCommandSchema) },
	responses: answers(201, "The receipt", Command),
});

/** The inbox in both directions: questions and their answers, commands and their receipts. */
export function questionRoutes({ supervisor, live, closing }: ApiParts) {
	const app = newApi();
	const written = showing(live);

	/** Whether a built-in program asked, which reads the database. */
	const takesItsOwn = (daemon: string | null) =>
		supervisor.configs().some(({ name, program }) => name === daemon && program !== null);

	app.openapi(
		askRoute,
		async (context) => {
			const question = await written(askQuestion(live.database.use(), context.req.valid("json")));
			return context.json(question, 201);
		},
		refuseInvalid("invalid-question"),
	);
	app.openapi(listRoute, async (context) => {
		const { brief, ...filter } = context.req.valid("query");
		return context.json(await listQuestions(live.database.use(), { ...filter, brief: brief === "1" }), 200);
	});
	app.openapi(readRoute, async (context) => {
		const { ticket } = context.req.valid("param");
		const database = live.database.use();
		const timeoutMs = context.req.valid("query").wait * 1000;
		if (timeoutMs === 0) return context.json(await getQuestion(database, ticket), 200);
		const gone = context.req.raw.signal;
		const signal = AbortSignal.any([gone, closing]);
		const until = performance.now() + timeoutMs;
		for (;;) {
			const left = Math.max(0, until - performance.now());
			const waiting = waitForAnswer(database, ticket, { timeoutMs: left, signal });
			const question = await waiting.catch((error: unknown) => {
				if (signal.aborted) return getQuestion(database, ticket);
				throw error;
			});
			const now = Date.now();
			// To one who is gone nothing is handed out: it is there when it is waited for again.
			if (gone.aborted || !isHandedOut(question, now)) return context.json(asAskerSees(question, now), 200);
			// Who waits for a question of such a daemon looks on: the daemon itself takes its answer.
			if (takesItsOwn(question.daemon)) return context.json(question, 200);
			// Null: it was undone in this very moment, and is waited for again.
			const answer = await written(receiveAnswer(database, ticket));
			if (answer) return context.json(answer, 200);
		}
	});
	app.openapi(
		answerRoute,
		async (context) => {
			const { ticket } = context.req.valid("param");
			const question = await written(answerQuestion(live.database.use(), ticket, context.req.valid("json")));
			return context.json(question, 200);
		},
		refuseInvalid("invalid-answer"),
	);
	app.openapi(withdrawRoute, async (context) => {
		const { ticket } = context.req.valid("param");
		const { reason } = context.req.valid("json");
		return context.json(await written(withdrawQuestion(live.database.use(), ticket, reason)), 200);
	});
	app.openapi(
		tellRoute,
		async (context) => {
			const { name } = context.req.valid("param");
			const database = live.database.use();
			const configured = supervisor.configs().map((daemon) => daemon.name);
			await checkAddressee(name, configured, () => listAskers(database));
			const command = await written(sendCommand(database, name, context.req.valid("json")));
			return context.json(command, 201);
		},
		refuseInvalid("invalid-command"),
	);
	return app;
}
