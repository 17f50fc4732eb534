import { z } from "@hono/zod-openapi";
import { WRITABLE_STATUSES } from "../../contract/roadmap.ts";
import { Run } from "./run-schema.ts";
import { nameParam } from "./schemas.ts";

const MAX_TITLE = 300;
const MAX_LINE = 200;
const MAX_BODY = 200_000;
const MAX_REASON = 500;

const item = {
	id: z.string(),
	alias: z.string().nullable(),
	title: z.string(),
	status: z.enum(["planned", "in-progress", "done", "blocked", "cancelled", "unknown"]),
	line: z.number().int(),
	estimate: z.string().nullable(),
	dependsOn: z.array(z.string()),
	warnings: z.array(z.string()),
	ref: z.string(),
	shown: z.enum([
		"planned",
		"in-progress",
		"done",
		"blocked",
		"cancelled",
		"unknown",
		"working",
		"parked",
		"review",
		"finished",
		"aside",
	]),
	run: Run.nullable(),
	aside: z.string().nullable(),
	next: z.boolean(),
	tickets: z.array(z.string()),
};

export const RoadmapView = z
	.object({
		daemon: z.string(),
		file: z.string(),
		version: z.string(),
		warnings: z.array(z.string()),
		items: z.array(
			z
				.object({ ...item, tasks: z.object({ done: z.number().int(), total: z.number().int() }) })
				.openapi("RoadmapEntry"),
		),
		next: z.union([z.object({ ref: z.string() }), z.object({ why: z.string() })]),
	})
	.openapi("Roadmap");

export const RoadmapEntryDetail = z
	.object({
		...item,
		version: z.string(),
		body: z.string(),
		endLine: z.number().int(),
		verify: z.array(z.string()),
		tasks: z.array(z.object({ text: z.string(), done: z.boolean() })),
		deliverables: z.array(z.string()),
		runs: z.array(Run),
	})
	.openapi("RoadmapItem");

export const itemParams = z.object({
	...nameParam.shape,
	ref: z.string().openapi({
		param: { name: "ref", in: "path" },
		example: "PRIORITY 2.5",
		description: "The item's `ref`: its id, or `ID@LINE` when two have the same.",
	}),
});

const version = z.string().min(1).openapi({ description: "The `version` of the roadmap that the edit is made for." });
const ref = z.string().min(1).max(MAX_LINE);

export const StatusEdit = z.object({
	status: z.enum(WRITABLE_STATUSES, { error: `must be one of ${WRITABLE_STATUSES.join(", ")}` }),
	version,
});
export const EstimateEdit = z.object({
	estimate: z
		.string()
		.trim()
		.min(1, "must not be empty; null takes the estimate away")
		.max(MAX_LINE)
		.nullable()
		.openapi({ description: "null takes it away." }),
	version,
});
export const MoveEdit = z.object({
	before: ref.nullable().openapi({ description: "The item it is put before; null puts it at the end." }),
	version,
});
export const NewItem = z.object({
	title: z.string().trim().min(1, "must not be empty").max(MAX_TITLE),
	id: ref.optional().openapi({ description: "The next free one of the document's own kind unless given." }),
	body: z.string().max(MAX_BODY).optional().openapi({ description: "Markdown, below the heading and the status." }),
	status: z.enum(WRITABLE_STATUSES).optional().openapi({ description: "planned unless given." }),
	after: ref.optional().openapi({ description: "The item it follows; the last one unless given." }),
	version,
});
export const AsideMark = z.object({ aside: z.boolean(), reason: z.string().trim().max(MAX_REASON).optional() });
export const NextMark = z.object({ next: z.boolean() });
