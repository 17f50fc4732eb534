import { createRoute, z } from "@hono/zod-openapi";
import { NightshiftError } from "../../contract/errors.ts";
import { periodOf } from "../../handover/period.ts";
import { readHandover } from "../../handover/read-handover.ts";
import { markRead, readUntil } from "../../handover/read-mark.ts";
import { readZone } from "../../handover/read-zone.ts";
import { type ApiParts, newApi } from "./parts.ts";
import { Run } from "./run-schema.ts";
import { answers, jsonBody, Question } from "./schemas.ts";

const count = z.number().int();
const moment = z.iso.datetime({ offset: true, error: "must be a time like 2026-11-21T05:00:00Z" });

const Handover = z
	.object({
		from: z.string(),
		to: z.string(),
		timeZone: z.string(),
		today: z.string(),
		done: z.array(Run),
		doneCount: count,
		failed: z.array(Run),
		failedCount: count,
		underWay: z.array(Run),
		underWayCount: count,
		decided: z.array(
			z.object({
				ticket: z.string(),
				title: z.string(),
				daemon: z.string().nullable(),
				task: z.string().nullable(),
				by: z.enum(["default", "policy"]),
				decision: z.string(),
				at: z.string(),
				taken: z.boolean(),
				reviewed: z.boolean(),
			}),
		),
		decidedCount: count,
		waiting: z.array(Question),
		waitingCount: count,
		asleepCount: count,
		answeredCount: count,
		spent: z.array(
			z.object({
				daemon: z.string(),
				activeMs: z.number(),
				inputTokens: z.number(),
				outputTokens: z.number(),
				cost: z.record(z.string(), z.number()),
			}),
		),
		risks: z.array(
			z.object({
				severity: z.enum(["warning", "error"]),
				text: z.string(),
				at: z.string().nullable(),
				page: z.string(),
			}),
		),
		readAt: z.string().nullable(),
	})
	.openapi("Handover");

const readRoute = createRoute({
	method: "get",
	path: "/handover",
	summary: "What was done, what was decided for you, what waits, what it took and what is at risk",
	request: {
		query: z.object({
			day: z
				.string()
				.optional()
				.openapi({ description: "Like 2026-11-21, in the person's time zone.", example: "2026-11-21" }),
			since: moment.optional().openapi({ description: "Else since the last one was read, at most 14 days." }),
		}),
	},
	responses: answers(200, "The handover", Handover),
});
const markRoute = createRoute({
	method: "post",
	path: "/handover/read",
	summary: "Say that it was read: the next one begins there",
	request: { body: jsonBody(z.object({ until: moment })) },
	responses: answers(200, "Until when all was read", z.object({ readAt: z.string() })),
});

/** The morning handover. */
export function handoverRoutes({ live }: ApiParts) {
	const app = newApi();

	app.openapi(readRoute, async (context) => {
		const { day, since } = context.req.valid("query");
		const database = live.database.use();
		const now = Date.now();
		const wish = { day, since: since === undefined ? undefined : Date.parse(since) };
		const period = periodOf(wish, await readUntil(database), now, await readZone(database));
		return context.json(await readHandover(database, period, now, live.store.state), 200);
	});
	app.openapi(markRoute, async (context) => {
		const until = Date.parse(context.req.valid("json").until);
		if (until > Date.now()) throw new NightshiftError("bad-request", "What is still to come cannot have been read.");
		const readAt = new Date(await markRead(live.database.use(), until)).toISOString();
		live.store.apply({ type: "revision", topic: "handover" });
		return context.json({ readAt }, 200);
	});
	return app;
}
