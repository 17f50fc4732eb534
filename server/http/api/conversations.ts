import { createRoute, z } from "@hono/zod-openapi";
import { EXPORT_FORMATS, exportConversation } from "../../conversations/export-conversation.ts";
import { listConversations } from "../../conversations/list-conversations.ts";
import { listSources } from "../../conversations/list-sources.ts";
import { orderBackup } from "../../conversations/order-backup.ts";
import { readConversation } from "../../conversations/read-conversation.ts";
import { readDay } from "../../conversations/read-day.ts";
import { readTurn, readTurns } from "../../conversations/read-turns.ts";
import { searchTurns } from "../../conversations/search-turns.ts";
import { readZone } from "../../handover/read-zone.ts";
import { streamOf } from "../stream-of.ts";
import {
	BackupOrder,
	RecordedConversations,
	RecordedDay,
	RecordedDetail,
	RecordedFound,
	RecordedTurn,
	RecordSources,
	TurnPage,
} from "./conversation-schemas.ts";
import { type ApiParts, newApi } from "./parts.ts";
import { answers, wholeNumber } from "./schemas.ts";

const MAX_PAGE = 200;
const MAX_FOUND = 50;

const id = (what: string) =>
	z.coerce
		.number({ error: `must be the id of a ${what}` })
		.int()
		.min(1)
		.max(2 ** 31 - 1);
const conversationParam = z.object({ id: id("conversation").openapi({ param: { name: "id", in: "path" } }) });
const turnParam = conversationParam.extend({ turn: id("turn").openapi({ param: { name: "turn", in: "path" } }) });
const dayParam = z.object({ day: z.string().openapi({ param: { name: "day", in: "path" }, example: "2026-11-21" }) });
const day = z.string().optional().openapi({ description: "In the person's time zone.", example: "2026-11-21" });

const listRoute = createRoute({
	method: "get",
	path: "/conversations",
	summary: "Recorded conversations with AI tools, the one with the newest turn first",
	request: {
		query: z.object({
			source: z.string().optional().openapi({ description: "claude, gemini, codex, or a name of config.json." }),
			cwd: z.string().optional().openapi({ description: "The folder it was held in, exactly." }),
			from: day,
			to: day,
			backup: z.enum(["1"]).optional().openapi({ description: "Only those in which a backup was asked for." }),
			q: z.string().max(500).optional().openapi({ description: "Words of its title, summary, folder or session." }),
			cursor: z.string().optional(),
			limit: wholeNumber({ fallback: 50, least: 1, most: MAX_PAGE }),
		}),
	},
	responses: answers(200, "A page of conversations", RecordedConversations),
});
const sourcesRoute = createRoute({
	method: "get",
	path: "/conversations/sources",
	summary: "What is recorded: sources with their transcripts, folders, and the daemons that record",
	responses: answers(200, "The sources", RecordSources),
});
const searchRoute = createRoute({
	method: "get",
	path: "/conversations/search",
	summary: "Turns that have all of these words, each by its beginning, newest first",
	request: {
		query: z.object({
			q: z.string().max(500),
			conversation: id("conversation").optional().openapi({ description: "Only in this one." }),
			source: z.string().optional(),
			cwd: z.string().optional(),
			from: day,
			to: day,
			before: id("turn").optional().openapi({ description: "The `next` of the page before." }),
			limit: wholeNumber({ fallback: 20, least: 1, most: MAX_FOUND }),
		}),
	},
	responses: answers(200, "What was found", RecordedFound),
});
const dayRoute = createRoute({
	method: "get",
	path: "/conversations/days/{day}",
	summary: "The record of a day, as the chat monitor has put it together",
	request: { params: dayParam },
	responses: answers(200, "Markdown", RecordedDay),
});
const readRoute = createRoute({
	method: "get",
	path: "/conversations/{id}",
	summary: "One conversation, without its turns",
	request: { params: conversationParam },
	responses: answers(200, "The conversation", RecordedDetail),
});
const turnsRoute = createRoute({
	method: "get",
	path: "/conversations/{id}/turns",
	summary: "A page of its turns in the order of their times; without a place the last ones",
	request: {
		params: conversationParam,
		query: z.object({
			before: id("turn").optional(),
			after: id("turn").optional(),
			around: id("turn").optional(),
			limit: wholeNumber({ fallback: 50, least: 1, most: MAX_PAGE }),
		}),
	},
	responses: answers(200, "The turns, without what goes into tools and comes out of them", TurnPage),
});
const turnRoute = createRoute({
	method: "get",
	path: "/conversations/{id}/turns/{turn}",
	summary: "One turn, whole",
	request: { params: turnParam },
	responses: answers(200, "The turn", RecordedTurn),
});
const exportRoute = createRoute({
	method: "get",
	path: "/conversations/{id}/export",
	summary: "A conversation as a file",
	request: { params: conversationParam, query: z.object({ as: z.enum(EXPORT_FORMATS).default("md") }) },
	responses: {
		200: {
			description: "The file",
			content: {
				"text/markdown": { schema: z.string() },
				"application/json": { schema: z.looseObject({}) },
				"text/csv": { schema: z.string() },
			},
		},
		default: answers(200, "", z.object({})).default,
	},
});
const backupRoute = createRoute({
	method: "post",
	path: "/conversations/{id}/backup",
	summary: "Ask for a backup: the chat monitor makes it; asking again while it is not made changes nothing",
	request: { params: conversationParam },
	responses: answers(201, "What was asked for", BackupOrder),
});

/** The record of conversations with AI tools. */
export function conversationRoutes({ live, paths, supervisor }: ApiParts) {
	const app = newApi();

	app.openapi(listRoute, async (context) => {
		const { backup, ...query } = context.req.valid("query");
		const database = live.database.use();
		const zone = await readZone(database);
		return context.json(await listConversations(database, { ...query, backup: backup === "1" }, zone), 200);
	});
	app.openapi(sourcesRoute, async (context) => {
		const monitors = supervisor.configs().filter(({ program }) => program === "chat-monitor");
		const sources = await listSources(live.database.use());
		return context.json({ monitors: monitors.map(({ name }) => name), ...sources }, 200);
	});
	app.openapi(searchRoute, async (context) => {
		const { conversation = null, ...search } = context.req.valid("query");
		const database = live.database.use();
		const zone = await readZone(database);
		return context.json(await searchTurns(database, { ...search, conversation }, zone), 200);
	});
	app.openapi(dayRoute, async (context) => {
		return context.json(await readDay(paths.chats, context.req.valid("param").day), 200);
	});
	app.openapi(readRoute, async (context) => {
		return context.json(await readConversation(live.database.use(), context.req.valid("param").id), 200);
	});
	app.openapi(turnsRoute, async (context) => {
		const { id: conversation } = context.req.valid("param");
		return context.json(await readTurns(live.database.use(), conversation, context.req.valid("query")), 200);
	});
	app.openapi(turnRoute, async (context) => {
		const { id: conversation, turn } = context.req.valid("param");
		return context.json(await readTurn(live.database.use(), conversation, turn), 200);
	});
	app.openapi(exportRoute, async (context) => {
		const { id: conversation } = context.req.valid("param");
		const { as } = context.req.valid("query");
		const { name, type, parts } = await exportConversation(live.database.use(), conversation, as);
		const headers = { "content-type": type, "content-disposition": `attachment; filename="${name}"` };
		// A file, and not of the typed contract.
		return context.body(streamOf(parts), 200, { ...headers, "x-content-type-options": "nosniff" }) as never;
	});
	app.openapi(backupRoute, async (context) => {
		return context.json(await orderBackup(live.database.use(), context.req.valid("param").id), 201);
	});
	return app;
}
