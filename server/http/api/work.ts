import { createRoute, z } from "@hono/zod-openapi";
import { NightshiftError } from "../../contract/errors.ts";
import { readRunDiff } from "../../work/diff/run-diff.ts";
import { exportRun } from "../../work/export-run.ts";
import { listRuns } from "../../work/list-runs.ts";
import { listCalls, readCall } from "../../work/read-calls.ts";
import { readCommits } from "../../work/read-commits.ts";
import { findRun, readRun } from "../../work/read-run.ts";
import { readRunTimeline, readTimeline } from "../../work/timeline/read-timeline.ts";
import { readWorkSummary } from "../../work/work-summary.ts";
import { streamOf } from "../stream-of.ts";
import { type ApiParts, newApi } from "./parts.ts";
import { answers, nameParam } from "./schemas.ts";
import {
	CallDetail,
	Calls,
	callParam,
	pageQuery,
	RunDiff,
	RunRecord,
	Runs,
	runParam,
	runsQuery,
	runTimelineQuery,
	Timeline,
	timelineQuery,
	WorkSummary,
} from "./work-schemas.ts";

const DEFAULT_RANGE_MS = 14 * 24 * 3_600_000;

const runsRoute = createRoute({
	method: "get",
	path: "/daemons/{name}/runs",
	summary: "A developer daemon's work on roadmap items, the newest first",
	request: { params: nameParam, query: runsQuery },
	responses: answers(200, "A page of runs", Runs),
});
const runRoute = createRoute({
	method: "get",
	path: "/runs/{id}",
	summary: "One run, with its turns, checks, questions and commits",
	request: { params: runParam },
	responses: answers(200, "The run", RunRecord),
});
const callsRoute = createRoute({
	method: "get",
	path: "/runs/{id}/calls",
	summary: "What the agent did in a run, step by step, the newest first",
	request: { params: runParam, query: z.object(pageQuery) },
	responses: answers(200, "A page of tool calls", Calls),
});
const callRoute = createRoute({
	method: "get",
	path: "/runs/{id}/calls/{call}",
	summary: "One step, with the texts of what it changed",
	request: { params: callParam },
	responses: answers(200, "The tool call", CallDetail),
});
const runTimelineRoute = createRoute({
	method: "get",
	path: "/runs/{id}/timeline",
	summary: "What happened in a run, in one order, the newest first",
	request: { params: runParam, query: runTimelineQuery },
	responses: answers(200, "A page of entries", Timeline),
});
const timelineRoute = createRoute({
	method: "get",
	path: "/timeline",
	summary: "What happened, of all daemons, in one order, the newest first",
	request: { query: timelineQuery },
	responses: answers(200, "A page of entries", Timeline),
});
const diffRoute = createRoute({
	method: "get",
	path: "/runs/{id}/diff",
	summary: "What a run has changed, file by file, compared with where it began",
	request: { params: runParam },
	responses: answers(200, "The files", RunDiff),
});
const exportRoute = createRoute({
	method: "get",
	path: "/runs/{id}/export",
	summary: "All that is recorded of a run, as a file",
	request: { params: runParam, query: z.object({ as: z.enum(["md", "json"]).default("md") }) },
	responses: {
		200: {
			description: "The file",
			content: {
				"text/markdown": { schema: z.string() },
				"application/json": { schema: z.looseObject({}) },
			},
		},
		default: answers(200, "", z.object({})).default,
	},
});

const moment = z.iso
	.datetime({ offset: true, error: "must be a time like 2026-11-21T05:00:00Z" })
	.transform((value) => Date.parse(value))
	.optional();
const summaryRoute = createRoute({
	method: "get",
	path: "/daemons/{name}/work/summary",
	summary: "Tasks, time, tokens and cost per hour and per day, in the machine's time zone",
	request: {
		params: nameParam,
		query: z.object({
			from: moment.openapi({ type: "string", format: "date-time", description: "14 days before `to` unless given." }),
			to: moment.openapi({ type: "string", format: "date-time", description: "Now unless given; never later." }),
		}),
	},
	responses: answers(200, "Of a range of more than eight days, the hours of its last two", WorkSummary),
});

/** The record of what developer daemons did. */
export function workRoutes({ supervisor, live, closing }: ApiParts) {
	const app = newApi();

	app.openapi(runsRoute, async (context) => {
		const { name } = context.req.valid("param");
		const page = await listRuns(live.database.use(), { daemon: name, ...context.req.valid("query") });
		// Of a daemon that is gone there may still be a record.
		if (page.runs.length === 0) supervisor.statusOf(name);
		return context.json(page, 200);
	});
	app.openapi(runRoute, async (context) => {
		const { id } = context.req.valid("param");
		const database = live.database.use();
		const record = await readRun(database, id);
		const commits = await readCommits(await findRun(database, id), closing);
		return context.json({ ...record, commits }, 200);
	});
	app.openapi(callsRoute, async (context) => {
		const { id } = context.req.valid("param");
		const { cursor, limit } = context.req.valid("query");
		const database = live.database.use();
		await findRun(database, id);
		return context.json(await listCalls(database, id, { cursor: numberOf(cursor), limit }), 200);
	});
	app.openapi(callRoute, async (context) => {
		const { id, call } = context.req.valid("param");
		return context.json(await readCall(live.database.use(), id, call), 200);
	});
	app.openapi(runTimelineRoute, async (context) => {
		const { id } = context.req.valid("param");
		return context.json(await readRunTimeline(live.database.use(), id, context.req.valid("query")), 200);
	});
	app.openapi(timelineRoute, async (context) => {
		return context.json(await readTimeline(live.database.use(), context.req.valid("query")), 200);
	});
	app.openapi(diffRoute, async (context) => {
		const { id } = context.req.valid("param");
		return context.json(await readRunDiff(live.database.use(), id, closing), 200);
	});
	app.openapi(exportRoute, async (context) => {
		const { id } = context.req.valid("param");
		const { name, type, parts } = await exportRun(live.database.use(), id, context.req.valid("query").as);
		const headers = { "content-type": type, "content-disposition": `attachment; filename="${name}"` };
		// A file, and not of the typed contract.
		return context.body(streamOf(parts), 200, headers) as never;
	});
	app.openapi(summaryRoute, async (context) => {
		const { name } = context.req.valid("param");
		const { from, to } = context.req.valid("query");
		const database = live.database.use();
		const { runs } = await listRuns(database, { daemon: name, limit: 1 });
		if (runs.length === 0) supervisor.statusOf(name);
		const end = Math.min(to ?? Date.now(), Date.now());
		return context.json(await readWorkSummary(database, name, { from: from ?? end - DEFAULT_RANGE_MS, to: end }), 200);
	});
	return app;
}

function numberOf(cursor: string | undefined): number | undefined {
	if (cursor === undefined) return undefined;
	if (/^[1-9]\d{0,14}$/.test(cursor)) return Number(cursor);
	const sentence = `There is no page ${JSON.stringify(cursor.slice(0, 40))}; take the cursor from the "next" of the page before.`;
	throw new NightshiftError("bad-request", sentence, { key: "cursor" });
}
