import { createRoute, z } from "@hono/zod-openapi";
import {
	browserSchema,
	channelSchema,
	deliverySchema,
	deliveryStatusSchema,
	newSubscriptionSchema,
	notifyStatusSchema,
	testRequestSchema,
} from "../../contract/notify.ts";
import { addBrowser, removeBrowser } from "../../notify/browsers.ts";
import { deliveryNumber, listDeliveries, retryDelivery } from "../../notify/deliveries.ts";
import { type ApiParts, newApi } from "./parts.ts";
import { answers, jsonBody } from "./schemas.ts";

const Delivery = z.object(deliverySchema.shape).openapi("Delivery");
const Browser = z.object(browserSchema.shape).openapi("PushBrowser");
const Channel = z.object({ ...channelSchema.shape, last: Delivery.nullable() });
const NotifyStatus = z
	.object({
		...notifyStatusSchema.shape,
		channels: z.array(Channel),
		push: z.object({ ...notifyStatusSchema.shape.push.shape, browsers: z.array(Browser) }),
	})
	.openapi("NotifyStatus");
const Deliveries = z.object({ deliveries: z.array(Delivery), next: z.string().nullable() }).openapi("Deliveries");
const idParam = z.object({ id: z.string().openapi({ param: { name: "id", in: "path" }, example: "12" }) });

const statusRoute = createRoute({
	method: "get",
	path: "/notify",
	summary: "The channels by which you are told, how each fares, and the browsers that get push messages",
	responses: answers(200, "The channels", NotifyStatus),
});
const testRoute = createRoute({
	method: "post",
	path: "/notify/test",
	summary: "Send a test, whatever the rules say; answers when it is known how it went, at most after 15 seconds",
	request: { body: jsonBody(testRequestSchema) },
	responses: answers(201, "One message for each receiver", z.object({ deliveries: z.array(Delivery) })),
});
const listRoute = createRoute({
	method: "get",
	path: "/notify/deliveries",
	summary: "What was told and how that went, newest first",
	request: {
		query: z.object({
			status: deliveryStatusSchema.optional(),
			limit: z.coerce.number().int().min(1).optional().openapi({ description: "At most 200." }),
			cursor: z.string().max(20).optional().openapi({ description: "The `next` of the page before." }),
		}),
	},
	responses: answers(200, "One page", Deliveries),
});
const retryRoute = createRoute({
	method: "post",
	path: "/notify/deliveries/{id}/retry",
	summary: "Send again what failed, or at once what would be tried later",
	request: { params: idParam },
	responses: answers(200, "The message, to be sent", Delivery),
});
const subscribeRoute = createRoute({
	method: "post",
	path: "/notify/browsers",
	summary: "Have a browser told by push messages; the same again is the same browser",
	request: { body: jsonBody(newSubscriptionSchema) },
	responses: answers(201, "The browser", Browser),
});
const unsubscribeRoute = createRoute({
	method: "post",
	path: "/notify/browsers/remove",
	summary: "Tell a browser nothing more, by its id or its endpoint",
	request: {
		body: jsonBody(z.union([z.object({ id: z.number().int() }), z.object({ endpoint: z.string().max(2_000) })])),
	},
	responses: answers(200, "Whether it was told before", z.object({ removed: z.boolean() })),
});

/** How the person is told of what needs them while they look elsewhere. */
export function notifyRoutes({ notify, live }: ApiParts) {
	const app = newApi();
	app.openapi(statusRoute, async (context) => context.json(await notify.status(), 200));
	app.openapi(testRoute, async (context) => {
		const { channel, browser } = context.req.valid("json");
		return context.json({ deliveries: await notify.test(channel, browser) }, 201);
	});
	app.openapi(listRoute, async (context) => {
		const { status, limit, cursor } = context.req.valid("query");
		const filter = { ...(status && { status }), ...(limit && { limit }), ...(cursor !== undefined && { cursor }) };
		return context.json(await listDeliveries(live.database.use(), filter), 200);
	});
	app.openapi(retryRoute, async (context) => {
		const delivery = await retryDelivery(live.database.use(), deliveryNumber(context.req.valid("param").id));
		notify.wrote();
		return context.json(delivery, 200);
	});
	app.openapi(subscribeRoute, async (context) => {
		const browser = await addBrowser(live.database.use(), context.req.valid("json"));
		notify.wrote();
		return context.json(browser, 201);
	});
	app.openapi(unsubscribeRoute, async (context) => {
		const removed = await removeBrowser(live.database.use(), context.req.valid("json"));
		notify.wrote();
		return context.json({ removed }, 200);
	});
	return app;
}
