import { createRoute, z } from "@hono/zod-openapi";
import { NightshiftError } from "../../contract/errors.ts";
import { listActivity } from "../../inbox/list-activity.ts";
import { findRoadmapFile, readRoadmap } from "../../roadmap/read-roadmap.ts";
import { type ApiParts, newApi } from "./parts.ts";
import { Activities, answers, nameParam, RoadmapList, wholeNumber } from "./schemas.ts";

const MAX_PAGE = 200;

const roadmapRoute = createRoute({
	method: "get",
	path: "/daemons/{name}/roadmap",
	summary: "The priorities a developer daemon works through, as parsed",
	request: { params: nameParam },
	responses: answers(200, "All items, in the order of the file", RoadmapList),
});

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

/** What can be read: roadmap, activity. */
export function recordRoutes({ supervisor, live }: ApiParts) {
	const app = newApi();

	app.openapi(roadmapRoute, async (context) => {
		const { name } = context.req.valid("param");
		const { workspace } = supervisor.statusOf(name);
		if (!workspace) throw new NightshiftError("not-found", `${name} has no workspace, so it has no roadmap.`);
		const file = await findRoadmapFile(workspace);
		if (!file) {
			const sentence = `There is no ROADMAP.md in ${workspace}; write one there, or in docs/ or docs/roadmap/.`;
			throw new NightshiftError("not-found", sentence);
		}
		const { items, warnings } = await readRoadmap(file);
		return context.json({ file, items: items.map(asListed), warnings }, 200);
	});

	app.openapi(activityRoute, async (context) => {
		const { daemon, after, limit } = context.req.valid("query");
		const activity = await listActivity(live.database.use(), { afterId: after, daemon, limit });
		const last = activity.at(-1);
		const next = last && after !== undefined && activity.length === limit ? String(last.id) : null;
		return context.json({ activity, next }, 200);
	});
	return app;
}

/** The eight public fields: the rest of an item is for the daemon, and long. */
function asListed<T extends z.infer<typeof RoadmapList>["items"][number]>(item: T) {
	const { id, alias, title, status, line, estimate, dependsOn, warnings } = item;
	return { id, alias, title, status, line, estimate, dependsOn, warnings };
}
