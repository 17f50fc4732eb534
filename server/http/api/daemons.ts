import { createRoute, z } from "@hono/zod-openapi";
import type { DaemonStatus } from "../../contract/daemon.ts";
import { type ApiParts, newApi } from "./parts.ts";
import { answers, Daemon, nameParam, Status, wholeNumber } from "./schemas.ts";

const DEFAULT_WAIT_SECONDS = 15;
const MAX_WAIT_SECONDS = 60;

const statusRoute = createRoute({
	method: "get",
	path: "/status",
	summary: "The dashboard and all daemons",
	responses: answers(200, "As `nightshift status --json`", Status),
});

const ACTIONS = ["start", "stop", "restart"] as const;
const actRoute = (action: (typeof ACTIONS)[number]) =>
	createRoute({
		method: "post",
		path: `/daemons/{name}/${action}`,
		summary: `${action} a daemon; harmless when repeated`,
		request: {
			params: nameParam,
			query: z.object({
				wait: wholeNumber({ fallback: DEFAULT_WAIT_SECONDS, most: MAX_WAIT_SECONDS }).openapi({
					description: "Seconds to wait until it has settled; after that the answer is the daemon as it is.",
				}),
			}),
		},
		responses: answers(200, "The daemon, settled or as it is after the wait", Daemon),
	});

export function daemonRoutes({ supervisor, dashboard, logger }: ApiParts) {
	const app = newApi();
	app.openapi(statusRoute, (context) => context.json({ dashboard: dashboard(), daemons: supervisor.status() }, 200));
	for (const action of ACTIONS) {
		app.openapi(actRoute(action), async (context) => {
			const { name } = context.req.valid("param");
			supervisor.statusOf(name); // unknown-daemon, before anything is promised
			const settled = supervisor[action](name);
			// After the wait nobody listens to how it ended; the status tells.
			settled.catch((error: unknown) =>
				logger.error({ err: error, daemon: name, action }, "a daemon could not be acted on"),
			);
			const status = await within(settled, context.req.valid("query").wait * 1000);
			return context.json(status ?? supervisor.statusOf(name), 200);
		});
	}
	return app;
}

/** The result, or null when it takes longer. */
async function within(settled: Promise<DaemonStatus>, ms: number): Promise<DaemonStatus | null> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<null>((resolve) => {
		timer = setTimeout(() => resolve(null), ms);
	});
	try {
		return await Promise.race([settled, late]);
	} finally {
		clearTimeout(timer);
	}
}
