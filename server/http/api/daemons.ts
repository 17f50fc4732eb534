import { createRoute, z } from "@hono/zod-openapi";
import { parseDuration } from "../../config/quantities.ts";
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

const waitParam = {
	wait: wholeNumber({ fallback: DEFAULT_WAIT_SECONDS, most: MAX_WAIT_SECONDS }).openapi({
		description: "Seconds to wait until it has settled; after that the answer is the daemon as it is.",
	}),
};
const timeoutParam = {
	timeout: z
		.string()
		.transform((text, context) => {
			const timeoutMs = parseDuration(text);
			if (timeoutMs === null) context.addIssue({ code: "custom", message: 'must be a duration such as "10s" or "2m"' });
			return timeoutMs ?? 0;
		})
		.optional()
		.openapi({
			type: "string",
			example: "10s",
			description: "Force is used after this long, for this one stop in place of the daemon's `stop.timeout`.",
		}),
};

type Action = "start" | "stop" | "restart";
const actRoute = <Query extends z.ZodRawShape>(action: Action, query: Query) =>
	createRoute({
		method: "post",
		path: `/daemons/{name}/${action}`,
		summary: `${action} a daemon; harmless when repeated`,
		request: { params: nameParam, query: z.object(query) },
		responses: answers(200, "The daemon, settled or as it is after the wait", Daemon),
	});

export function daemonRoutes({ supervisor, live, dashboard, logger }: ApiParts) {
	const app = newApi();
	app.openapi(statusRoute, (context) => {
		const problems = live.store.state.problems.map(({ id, severity, text, since }) => ({ id, severity, text, since }));
		return context.json({ dashboard: dashboard(), daemons: supervisor.status(), problems }, 200);
	});
	app.openapi(actRoute("start", waitParam), async (context) => {
		const { name } = context.req.valid("param");
		return context.json(await act("start", name, context.req.valid("query")), 200);
	});
	for (const action of ["stop", "restart"] as const) {
		app.openapi(actRoute(action, { ...waitParam, ...timeoutParam }), async (context) => {
			const { name } = context.req.valid("param");
			return context.json(await act(action, name, context.req.valid("query")), 200);
		});
	}
	return app;

	async function act(
		action: Action,
		name: string,
		{ wait, timeout: timeoutMs }: { wait: number; timeout?: number | undefined },
	): Promise<DaemonStatus> {
		supervisor.statusOf(name); // unknown-daemon, before anything is promised
		const settled = action === "start" ? supervisor.start(name) : supervisor[action](name, { timeoutMs });
		// After the wait nobody listens to how it ended; the status tells.
		settled.catch((error: unknown) =>
			logger.error({ err: error, daemon: name, action }, "a daemon could not be acted on"),
		);
		return (await within(settled, wait * 1000)) ?? supervisor.statusOf(name);
	}
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
