import { createRoute, z } from "@hono/zod-openapi";
import { listActivity } from "../../inbox/list-activity.ts";
import { type ApiParts, newApi } from "./parts.ts";
import { Activities, answers, wholeNumber } from "./schemas.ts";

const MAX_PAGE = 200;

const activityRoute = createRoute({
	method: "get",
	path: "/activity",
	summary: "What happened, oldest first",
	request: {
		query: z.object({
			daemon: z.string().optional(),
			after: z.coerce
				.number({ error: "must be the id of an entry" })
				.int()
				.min(0)
				.optional()
				.openapi({ description: "Only entries after this id; without it, the newest." }),
			limit: wholeNumber({ fallback: MAX_PAGE, least: 1, most: MAX_PAGE }),
		}),
	},
	responses: answers(200, "A page of entries", Activities),
});

/** What can be read: activity. */
export function recordRoutes({ live }: ApiParts) {
	const app = newApi();

	app.openapi(activityRoute, async (context) => {
		const { daemon, after, limit } = context.req.valid("query");
		const activity = await listActivity(live.database.use(), { afterId: after, daemon, limit });
		const last = activity.at(-1);
		const next = last && after !== undefined && activity.length === limit ? String(last.id) : null;
		return context.json({ activity, next }, 200);
	});
	return app;
}
