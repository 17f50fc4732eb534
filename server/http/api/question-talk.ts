import { createRoute, z } from "@hono/zod-openapi";
import {
	lateAnswerSchema,
	newThreadMessageSchema,
	snoozeRequestSchema,
	undoRequestSchema,
} from "../../contract/question.ts";
import { readAftermath } from "../../inbox/aftermath.ts";
import { readAttachment } from "../../inbox/attachments.ts";
import { countQuestions } from "../../inbox/count-questions.ts";
import { answerLate } from "../../inbox/late-answer.ts";
import { readRecord } from "../../inbox/question-record.ts";
import { getQuestion } from "../../inbox/read-question.ts";
import { snoozeQuestion } from "../../inbox/snooze-question.ts";
import { addMessage, seeMessages } from "../../inbox/thread.ts";
import { undoAnswer } from "../../inbox/undo-answer.ts";
import { checkAddressee, listAskers } from "../../mcp/askers.ts";
import { refuseInvalid } from "./errors.ts";
import { fileResponse } from "./file-response.ts";
import { type ApiParts, newApi } from "./parts.ts";
import { Aftermath, QuestionCounts, QuestionRecord, ThreadMessage, ThreadMessages } from "./question-schemas.ts";
import { answers, jsonBody, Question, ticketParam } from "./schemas.ts";
import { showing } from "./showing.ts";

const countsRoute = createRoute({
	method: "get",
	path: "/questions/counts",
	summary: "How many questions are pending: those that need the person now, and those that sleep",
	responses: answers(200, "The counts", QuestionCounts),
});
const recordRoute = createRoute({
	method: "get",
	path: "/questions/{ticket}/record",
	summary: "A question with its thread and its audit trail",
	request: { params: ticketParam },
	responses: answers(200, "All there is about it", QuestionRecord),
});
const sayRoute = createRoute({
	method: "post",
	path: "/questions/{ticket}/messages",
	summary:
		"Say something in the thread: ask back, or explain (`from`: `asker`); the same `key` again is the same message",
	request: { params: ticketParam, body: jsonBody(newThreadMessageSchema) },
	responses: answers(201, "The message", ThreadMessage),
});
const seenRoute = createRoute({
	method: "post",
	path: "/questions/{ticket}/messages/seen",
	summary: "As its asker: take what the person has said and was not seen yet",
	request: { params: ticketParam },
	responses: answers(200, "What was not seen before, oldest first", ThreadMessages),
});
const snoozeRoute = createRoute({
	method: "post",
	path: "/questions/{ticket}/snooze",
	summary: "Put a question off, or bring it back now; its deadline goes on",
	request: { params: ticketParam, body: jsonBody(snoozeRequestSchema) },
	responses: answers(200, "The question", Question),
});
const undoRoute = createRoute({
	method: "post",
	path: "/questions/{ticket}/undo",
	summary: "Take an answer back that was not handed out; the question is pending again",
	request: { params: ticketParam, body: jsonBody(undoRequestSchema) },
	responses: answers(200, "The question", Question),
});
const aftermathRoute = createRoute({
	method: "get",
	path: "/questions/{ticket}/aftermath",
	summary: "What followed from a decision",
	request: { params: ticketParam },
	responses: answers(200, "What followed", Aftermath),
});
const lateRoute = createRoute({
	method: "post",
	path: "/questions/{ticket}/late",
	summary: "Say what should have been decided, after a default or a rule was acted on; `redo` tells the asker",
	request: { params: ticketParam, body: jsonBody(lateAnswerSchema) },
	responses: answers(200, "The question", Question),
});
const attachmentRoute = createRoute({
	method: "get",
	path: "/questions/{ticket}/attachments/{id}",
	summary: "A file that came with a question",
	request: {
		params: ticketParam.extend({
			id: z.coerce
				.number({ error: "must be a whole number" })
				.int("must be a whole number")
				.openapi({ param: { name: "id", in: "path" }, type: "integer" }),
		}),
	},
	responses: {
		...answers(200, "Its content", z.any()),
		200: { description: "Its content", content: { "application/octet-stream": { schema: z.any() } } },
	},
});

/** What is said and done about a question beside answering it: thread, time, undo, late answers, files. */
export function questionTalkRoutes({ supervisor, live }: ApiParts) {
	const app = newApi();
	const written = showing(live);

	app.openapi(countsRoute, async (context) => context.json(await countQuestions(live.database.use()), 200));
	app.openapi(recordRoute, async (context) => {
		const { ticket } = context.req.valid("param");
		return context.json(await readRecord(live.database.use(), ticket), 200);
	});
	app.openapi(sayRoute, async (context) => {
		const { ticket } = context.req.valid("param");
		return context.json(await written(addMessage(live.database.use(), ticket, context.req.valid("json"))), 201);
	});
	app.openapi(seenRoute, async (context) => {
		const { ticket } = context.req.valid("param");
		return context.json({ messages: await written(seeMessages(live.database.use(), ticket)) }, 200);
	});
	app.openapi(snoozeRoute, async (context) => {
		const { ticket } = context.req.valid("param");
		const { until } = context.req.valid("json");
		const moment = until === null || until === "tomorrow" ? until : new Date(until);
		return context.json(await written(snoozeQuestion(live.database.use(), ticket, moment)), 200);
	});
	app.openapi(undoRoute, async (context) => {
		const { ticket } = context.req.valid("param");
		return context.json(await written(undoAnswer(live.database.use(), ticket, context.req.valid("json"))), 200);
	});
	app.openapi(aftermathRoute, async (context) =>
		context.json(await readAftermath(live.database.use(), context.req.valid("param").ticket), 200),
	);
	app.openapi(
		lateRoute,
		async (context) => {
			const { ticket } = context.req.valid("param");
			const late = context.req.valid("json");
			const database = live.database.use();
			const { daemon } = await getQuestion(database, ticket);
			// Nobody would ever read the command.
			if (late.choice === "redo" && daemon !== null) {
				const configured = supervisor.configs().map(({ name }) => name);
				await checkAddressee(daemon, configured, () => listAskers(database));
			}
			return context.json(await written(answerLate(database, ticket, late)), 200);
		},
		refuseInvalid("invalid-answer"),
	);
	app.openapi(attachmentRoute, async (context) => {
		const { ticket, id } = context.req.valid("param");
		return fileResponse(await readAttachment(live.database.use(), ticket, id));
	});
	return app;
}
