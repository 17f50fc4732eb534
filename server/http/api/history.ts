import { createRoute, z } from "@hono/zod-openapi";
import { NightshiftError } from "../../contract/errors.ts";
import { METRICS } from "../../contract/history.ts";
import type { Database } from "../../db/open.ts";
import { findDaemonId } from "../../history/daemon-ids.ts";
import { listHistories } from "../../history/list-histories.ts";
import { readPoints } from "../../history/read-points.ts";
import { readSummary } from "../../history/read-summary.ts";
import { Histories, HistoryPoints, HistorySummary } from "./history-schemas.ts";
import { type ApiParts, newApi } from "./parts.ts";
import { answers, nameParam } from "./schemas.ts";

const DEFAULT_RANGE_MS = 60 * 60 * 1_000;

const moment = z.iso
	.datetime({ offset: true, error: "must be a time like 2026-11-21T05:00:00Z" })
	.transform((text) => Date.parse(text))
	.optional();
const range = {
	from: moment.openapi({ type: "string", format: "date-time", description: "An hour before `to` unless given." }),
	to: moment.openapi({ type: "string", format: "date-time", description: "Now unless given; never later." }),
};

const historiesRoute = createRoute({
	method: "get",
	path: "/history",
	summary: "The daemons of which there is a history, also those that config.json has no more",
	responses: answers(200, "Those of config.json first, in its order", Histories),
});

const pointsRoute = createRoute({
	method: "get",
	path: "/daemons/{name}/history",
	summary: "CPU or memory of a daemon's process tree over time, some 1,500 points at most",
	request: { params: nameParam, query: z.object({ metric: z.enum(METRICS).default("cpu"), ...range }) },
	responses: answers(200, "Buckets in which something was measured, oldest first", HistoryPoints),
});

const summaryRoute = createRoute({
	method: "get",
	path: "/daemons/{name}/history/summary",
	summary: "How a daemon fared: uptime, time in each state, restarts, ends by cause",
	request: { params: nameParam, query: z.object(range) },
	responses: answers(200, "The figures, exact for the range", HistorySummary),
});

/** What was: vitals and states of daemons, also of those that are gone. */
export function historyRoutes({ supervisor, live, history }: ApiParts) {
	const app = newApi();

	/** The daemon's number, or null when it has no history yet. */
	const daemonOf = async (database: Database, name: string): Promise<number | null> => {
		await history.fresh();
		const id = await database.read((prisma) => findDaemonId(prisma, name));
		if (id === null) supervisor.statusOf(name); // unknown-daemon, unless it is in the configuration
		return id;
	};

	app.openapi(historiesRoute, async (context) => {
		const database = live.database.use();
		await history.fresh();
		return context.json({ daemons: await listHistories(database, supervisor.names()) }, 200);
	});

	app.openapi(pointsRoute, async (context) => {
		const { name } = context.req.valid("param");
		const { metric, ...query } = context.req.valid("query");
		const asked = rangeOf(query);
		const database = live.database.use();
		const daemon = (await daemonOf(database, name)) ?? NOBODY;
		const found = await readPoints(database, { daemon, metric, ...asked });
		const unit = metric === "cpu" ? "percent" : "bytes";
		return context.json({ daemon: name, metric, unit, ...told(asked), ...found } as const, 200);
	});

	app.openapi(summaryRoute, async (context) => {
		const { name } = context.req.valid("param");
		const asked = rangeOf(context.req.valid("query"));
		const database = live.database.use();
		const daemon = (await daemonOf(database, name)) ?? NOBODY;
		return context.json({ daemon: name, ...told(asked), ...(await readSummary(database, daemon, asked)) }, 200);
	});
	return app;
}

/** The number of no daemon. */
const NOBODY = 0;

function rangeOf({ from, to }: { from?: number | undefined; to?: number | undefined }) {
	const now = Date.now();
	const end = Math.min(to ?? now, now);
	const begin = from ?? end - DEFAULT_RANGE_MS;
	if (begin < end) return { from: begin, to: end, now };
	const sentence = from !== undefined && from >= now ? "from must be in the past." : "from must be before to.";
	throw new NightshiftError("bad-request", sentence, { key: "from" });
}

function told({ from, to }: { from: number; to: number }) {
	return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}
