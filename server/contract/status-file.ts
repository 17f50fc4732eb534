import { z } from "zod";

/** One step of the current task, as the daemon's agent plans it (ACP plan entries have the same statuses). */
export const planEntrySchema = z.object({
	title: z.string().max(2000),
	status: z.enum(["pending", "in_progress", "waiting", "completed", "failed"]),
	/** When it entered its present status; ISO 8601, UTC. */
	since: z.string().max(40).nullish(),
	/** The question it waits on, e.g. `Q-17`. */
	ticket: z.string().max(40).nullish(),
});
export type PlanEntry = z.infer<typeof planEntrySchema>;

export const activitySchema = z.enum(["idle", "working", "waiting", "paused"]);

export const taskSchema = z.object({
	id: z.string().max(200),
	title: z.string().max(2000),
	startedAt: z.string().max(40).nullish(),
	/** 0 to 1; null or absent when not known. */
	progress: z.number().min(0).max(1).nullish(),
});

/**
 * `daemons/NAME/status.json`: the daemon's own voice. Only `v` is required, so that a shell script can write one.
 * `seq` grows with each write; `progressCounter` grows only when work advances (a heartbeat alone does not move it).
 */
export const statusFileSchema = z.object({
	v: z.literal(1),
	instance: z.string().max(200).nullish(),
	seq: z.number().int().nonnegative().nullish(),
	at: z.string().max(40).nullish(),
	activity: activitySchema.nullish(),
	task: taskSchema.nullish(),
	waitingOn: z.array(z.string().max(40)).max(1000).nullish(),
	progressCounter: z.number().int().nonnegative().nullish(),
	loopDelayMs: z.number().nonnegative().nullish(),
	message: z.string().max(2000).nullish(),
	/** What stops the daemon from working and what the person can do about it, in one sentence. */
	problem: z.string().max(2000).nullish(),
	plan: z.array(planEntrySchema).max(500).nullish(),
});
export type StatusFile = z.infer<typeof statusFileSchema>;
