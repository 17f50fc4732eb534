import { z } from "@hono/zod-openapi";
import { CALL_STATUSES, TIMELINE_KINDS } from "../../contract/record.ts";
import { Run } from "./run-schema.ts";
import { wholeNumber } from "./schemas.ts";

const MAX_PAGE = 200;
const count = z.number().int();
const text = z.string().nullable();

export const Runs = z.object({ runs: z.array(Run), next: text }).openapi("Runs");

const Turn = z
	.object({
		id: count,
		number: count,
		prompt: z.string(),
		reply: z.string(),
		stopReason: text,
		inputTokens: count.nullable(),
		outputTokens: count.nullable(),
		cost: z.number().nullable(),
		currency: text,
		startedAt: z.string(),
		endedAt: text,
		calls: count,
		cut: z.boolean().openapi({
			description: "`prompt` or `reply` is only its beginning, at most 500 characters: the export has them whole.",
		}),
	})
	.openapi("Turn");

const Check = z
	.object({
		id: count,
		command: z.string(),
		ok: z.boolean(),
		how: z.string(),
		output: z.string(),
		startedAt: z.string(),
		endedAt: z.string(),
	})
	.openapi("Check");

const RunQuestion = z.object({
	ticket: z.string(),
	title: z.string(),
	status: z.enum(["pending", "answered", "defaulted", "withdrawn"]),
	answer: text,
	comment: text,
	answeredBy: text,
	createdAt: z.string(),
	answeredAt: text,
});

export const RunRecord = z
	.object({
		run: Run,
		turns: z.array(Turn),
		checks: z.array(Check),
		questions: z.array(RunQuestion),
		commits: z.array(z.object({ hash: z.string(), title: z.string(), at: z.string() })),
		calls: z.object({ total: count, byKind: z.record(z.string(), count) }),
	})
	.openapi("RunRecord");

const call = {
	id: count,
	turn: count,
	title: z.string(),
	kind: z.string(),
	status: z.enum(CALL_STATUSES),
	command: text,
	output: text,
	files: z.array(z.string()),
	startedAt: z.string(),
	endedAt: text,
};
export const Calls = z.object({ calls: z.array(z.object(call).openapi("ToolCall")), next: text }).openapi("ToolCalls");
export const CallDetail = z
	.object({
		...call,
		changes: z.array(
			z.object({
				path: z.string(),
				oldText: text,
				newText: z.string(),
				line: count.optional(),
				omitted: z.boolean().optional(),
			}),
		),
	})
	.openapi("ToolCallWithChanges");

export const Timeline = z
	.object({
		entries: z.array(
			z
				.object({
					key: z.string(),
					at: z.string(),
					kind: z.enum(TIMELINE_KINDS),
					daemon: text,
					item: text,
					run: count.nullable(),
					ticket: text,
					title: z.string(),
					detail: text,
					outcome: z.enum(["ok", "failed", "cancelled"]).nullable(),
					call: z
						.object({
							id: count,
							kind: z.string(),
							status: z.enum(CALL_STATUSES),
							command: text,
							changed: count,
							endedAt: text,
						})
						.optional(),
				})
				.openapi("TimelineEntry"),
		),
		next: text,
	})
	.openapi("Timeline");

export const RunDiff = z
	.object({
		source: z.enum(["worktree", "branch", "record"]),
		files: z.array(
			z.object({
				path: z.string(),
				oldPath: text,
				status: z.enum(["added", "deleted", "modified", "renamed", "copied"]),
				binary: z.boolean(),
				added: count.nullable(),
				removed: count.nullable(),
				patch: text,
				tooLarge: z.object({ lines: count }).nullable(),
			}),
		),
		more: count,
		note: text,
	})
	.openapi("RunDiff");

const Bucket = z
	.object({
		from: z.string(),
		to: z.string(),
		label: z.string(),
		finished: count,
		failed: count,
		activeMs: z.number(),
		inputTokens: z.number(),
		outputTokens: z.number(),
		cost: z.record(z.string(), z.number()),
	})
	.openapi("WorkBucket");
export const WorkSummary = z
	.object({
		daemon: z.string(),
		timeZone: z.string(),
		from: z.string(),
		to: z.string(),
		hours: z.array(Bucket),
		days: z.array(Bucket),
	})
	.openapi("WorkSummary");

const number = (name: string, description: string) =>
	z.coerce
		.number({ error: "must be a number" })
		.int("must be a whole number")
		.min(1, "must be at least 1")
		.max(2 ** 31 - 1, "is too large")
		.openapi({ param: { name, in: "path" }, type: "integer", description });
export const runParam = z.object({ id: number("id", "The run's number.") });
export const callParam = runParam.extend({ call: number("call", "The step's number.") });

const cursor = z.string().optional().openapi({ description: "The `next` of the page before." });
export const pageQuery = { cursor, limit: wholeNumber({ fallback: 100, least: 1, most: MAX_PAGE }) };
export const runsQuery = z.object({
	...pageQuery,
	item: z.string().optional().openapi({ example: "US-112" }),
	status: z.enum(["running", "parked", "review", "done", "failed", "retried"]).optional(),
});

const known: ReadonlySet<string> = new Set(TIMELINE_KINDS);
/** `kinds=tool,check`. */
const kinds = z
	.string()
	.transform((list) => list.split(",").filter(Boolean))
	.refine((list) => list.every((kind) => known.has(kind)), `must be some of ${TIMELINE_KINDS.join(", ")}`)
	.transform((list) => TIMELINE_KINDS.filter((kind) => list.includes(kind)))
	.optional()
	.openapi({ type: "string", example: "tool,check", description: "All of them unless given." });
export const runTimelineQuery = z.object({ ...pageQuery, kinds });
export const timelineQuery = z.object({
	...pageQuery,
	kinds,
	daemon: z.string().optional(),
	item: z.string().optional(),
});
