import { z } from "@hono/zod-openapi";

/** A developer's work on one item, as the roadmap and the record have it. */
export const Run = z
	.object({
		id: z.number().int(),
		daemon: z.string(),
		item: z.string(),
		title: z.string(),
		status: z.enum(["running", "parked", "review", "done", "failed", "retried"]),
		branch: z.string(),
		worktree: z.string(),
		baseCommit: z.string(),
		commit: z.string().nullable(),
		outcome: z.enum(["merged", "kept", "pull-request"]).nullable(),
		result: z.string().nullable(),
		waitsFor: z.string().nullable(),
		reason: z.string().nullable(),
		agent: z.string().nullable(),
		startedAt: z.string(),
		endedAt: z.string().nullable(),
		activeMs: z.number(),
		inputTokens: z.number(),
		outputTokens: z.number(),
		cost: z.number(),
		currency: z.string().nullable(),
	})
	.openapi("Run");
