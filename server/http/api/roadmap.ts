import { createRoute, type z } from "@hono/zod-openapi";
import { type ApiParts, newApi } from "./parts.ts";
import {
	AsideMark,
	EstimateEdit,
	itemParams,
	MoveEdit,
	NewItem,
	NextMark,
	RoadmapEntryDetail,
	RoadmapView,
	StatusEdit,
} from "./roadmap-schemas.ts";
import { answers, jsonBody, nameParam } from "./schemas.ts";

const PLACE = "/daemons/{name}/roadmap";

const readRoute = createRoute({
	method: "get",
	path: PLACE,
	summary: "The roadmap a developer daemon works through, with where each item stands",
	request: { params: nameParam },
	responses: answers(200, "All items, in the order of the file", RoadmapView),
});
const readItemRoute = createRoute({
	method: "get",
	path: `${PLACE}/items/{ref}`,
	summary: "All there is to know of one item",
	request: { params: itemParams },
	responses: answers(200, "The item, its section and the work on it", RoadmapEntryDetail),
});
const addRoute = createRoute({
	method: "post",
	path: `${PLACE}/items`,
	summary: "Add an item to the file",
	request: { params: nameParam, body: jsonBody(NewItem) },
	responses: answers(201, "The new item", RoadmapEntryDetail),
});

/** A change of one item: `409 version-conflict` when the file has changed meanwhile, and then nothing was written. */
const editRoute = <const Action extends string, Body extends z.ZodType>(action: Action, summary: string, body: Body) =>
	createRoute({
		method: "post",
		path: `${PLACE}/items/{ref}/${action}`,
		summary,
		request: { params: itemParams, body: jsonBody(body) },
		responses: answers(200, "The roadmap as it is now", RoadmapView),
	});
const statusRoute = editRoute("status", "Set an item's status in the file", StatusEdit);
const estimateRoute = editRoute("estimate", "Set an item's estimate in the file, or take it away", EstimateEdit);
const moveRoute = editRoute("move", "Move an item, with all of its section, before another one", MoveEdit);
const asideRoute = editRoute("aside", "Set an item aside, or take it up again; the file stays as it is", AsideMark);
const nextRoute = editRoute("next", "Put an item before all others; the file stays as it is", NextMark);

/** The roadmap of a developer daemon: read, edited in place, and the person's own marks beside it. */
export function roadmapRoutes({ live }: ApiParts) {
	const app = newApi();
	const { roadmaps } = live;

	app.openapi(readRoute, async (context) => {
		const { name } = context.req.valid("param");
		return context.json(await roadmaps.view(name), 200);
	});
	app.openapi(readItemRoute, async (context) => {
		const { name, ref } = context.req.valid("param");
		return context.json(await roadmaps.item(name, ref), 200);
	});
	app.openapi(statusRoute, async (context) => {
		const { name, ref } = context.req.valid("param");
		const { status, version } = context.req.valid("json");
		return context.json(await roadmaps.edit(name, version, { edit: "status", ref, status }), 200);
	});
	app.openapi(estimateRoute, async (context) => {
		const { name, ref } = context.req.valid("param");
		const { estimate, version } = context.req.valid("json");
		return context.json(await roadmaps.edit(name, version, { edit: "estimate", ref, estimate }), 200);
	});
	app.openapi(moveRoute, async (context) => {
		const { name, ref } = context.req.valid("param");
		const { before, version } = context.req.valid("json");
		return context.json(await roadmaps.edit(name, version, { edit: "move", ref, before }), 200);
	});
	app.openapi(addRoute, async (context) => {
		const { name } = context.req.valid("param");
		const { version, ...item } = context.req.valid("json");
		return context.json(await roadmaps.add(name, version, item), 201);
	});
	app.openapi(asideRoute, async (context) => {
		const { name, ref } = context.req.valid("param");
		const { aside, reason } = context.req.valid("json");
		return context.json(await roadmaps.setAside(name, ref, aside, reason || null), 200);
	});
	app.openapi(nextRoute, async (context) => {
		const { name, ref } = context.req.valid("param");
		return context.json(await roadmaps.putFirst(name, ref, context.req.valid("json").next), 200);
	});
	return app;
}
