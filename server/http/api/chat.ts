import { createRoute, z } from "@hono/zod-openapi";
import { searchMessages } from "../../chat/search-messages.ts";
import {
	chatFoundSchema,
	chatMessageSchema,
	chatPageSchema,
	conversationSchema,
	newChatMessageSchema,
} from "../../contract/chat.ts";
import { createRateLimit } from "../rate-limit.ts";
import { sessionOf } from "../session.ts";
import { type ApiParts, newApi } from "./parts.ts";
import { answers, jsonBody, nameParam, wholeNumber } from "./schemas.ts";

const MAX_PAGE = 200;
const MAX_FOUND = 50;

const ChatMessage = z.object(chatMessageSchema.shape).openapi("ChatMessage");
const ChatMessages = z.object({ messages: z.array(ChatMessage) }).openapi("ChatMessages");
const ChatPage = z.object({ ...chatPageSchema.shape, messages: z.array(ChatMessage) }).openapi("ChatPage");
const Conversations = z
	.object({ conversations: z.array(z.object({ ...conversationSchema.shape, last: ChatMessage.nullable() })) })
	.openapi("Conversations");
const ChatFound = z.object(chatFoundSchema.shape).openapi("ChatFound");

const id = z.coerce
	.number({ error: "must be the id of a message" })
	.int()
	.min(0)
	.max(2 ** 31 - 1);
const messageParams = nameParam.extend({ id: id.openapi({ param: { name: "id", in: "path" } }) });

const listRoute = createRoute({
	method: "get",
	path: "/chat",
	summary: "The conversations, one with each daemon",
	responses: answers(200, "In the order of config.json", Conversations),
});
const pageRoute = createRoute({
	method: "get",
	path: "/chat/{name}/messages",
	summary: "A page of a conversation, oldest first; without `before` and `after` the newest messages",
	request: {
		params: nameParam,
		query: z.object({
			before: id.optional(),
			after: id.optional(),
			limit: wholeNumber({ fallback: 50, least: 1, most: MAX_PAGE }),
			ids: z
				.string()
				.regex(/^\d{1,10}(,\d{1,10})*$/, "must be ids with commas between them")
				.optional()
				.openapi({ description: "Only these, as they are now; at most 200.", example: "17,18" }),
		}),
	},
	responses: answers(200, "The messages", ChatPage),
});
const sendRoute = createRoute({
	method: "post",
	path: "/chat/{name}/messages",
	summary: "Say something: durable before this answers, and the same key is the same message",
	request: { params: nameParam, body: jsonBody(newChatMessageSchema) },
	responses: answers(201, "The message, and what follows it: an answer, or what is going to be done", ChatMessages),
});
const undoRoute = createRoute({
	method: "post",
	path: "/chat/{name}/messages/{id}/undo",
	summary: "Take back what is about to be done; doing so again changes nothing",
	request: { params: messageParams },
	responses: answers(200, "The message as it is now", ChatMessage),
});
const cancelRoute = createRoute({
	method: "post",
	path: "/chat/{name}/messages/{id}/cancel",
	summary: "End an answer of the agent; one that has ended stays as it is",
	request: { params: messageParams },
	responses: answers(200, "The message as it is now", ChatMessage),
});
const readRoute = createRoute({
	method: "post",
	path: "/chat/{name}/read",
	summary: "Say up to which message the conversation was read",
	request: { params: nameParam, body: jsonBody(z.object({ upTo: id })) },
	responses: answers(200, "It is noted", z.object({ read: z.literal(true) })),
});
const searchRoute = createRoute({
	method: "get",
	path: "/chat/{name}/search",
	summary: "Messages that have all of these words, each by its beginning, newest first",
	request: {
		params: nameParam,
		query: z.object({
			q: z.string().max(500),
			before: id.optional(),
			limit: wholeNumber({ fallback: 20, least: 1, most: MAX_FOUND }),
		}),
	},
	responses: answers(200, "What was found", ChatFound),
});

/** The conversations with the daemons. */
export function chatRoutes({ chat, live }: ApiParts) {
	const app = newApi();
	const limit = createRateLimit({ points: 30, seconds: 10, sentence: "Too many messages at once" });

	app.openapi(listRoute, async (context) => context.json({ conversations: await chat.conversations() }, 200));
	app.openapi(pageRoute, async (context) => {
		const { name } = context.req.valid("param");
		const { ids, ...request } = context.req.valid("query");
		if (ids === undefined) return context.json(await chat.page(name, request), 200);
		const messages = await chat.messages(name, ids.split(",").map(Number));
		return context.json({ messages, older: false, newer: false }, 200);
	});
	app.openapi(sendRoute, async (context) => {
		await limit.use(sessionOf(context.env.incoming)?.client ?? "unknown");
		const { name } = context.req.valid("param");
		return context.json({ messages: await chat.send(name, context.req.valid("json")) }, 201);
	});
	app.openapi(undoRoute, async (context) => {
		const { name, id: message } = context.req.valid("param");
		return context.json(await chat.undo(name, message), 200);
	});
	app.openapi(cancelRoute, async (context) => {
		const { name, id: message } = context.req.valid("param");
		return context.json(await chat.cancel(name, message), 200);
	});
	app.openapi(readRoute, async (context) => {
		const { name } = context.req.valid("param");
		await chat.read(name, context.req.valid("json").upTo);
		return context.json({ read: true as const }, 200);
	});
	app.openapi(searchRoute, async (context) => {
		const { name } = context.req.valid("param");
		const found = await searchMessages(live.database.use(), { daemon: name, ...context.req.valid("query") });
		return context.json(found, 200);
	});
	return app;
}
