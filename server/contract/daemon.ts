import { z } from "zod";
import { activitySchema, planEntrySchema } from "./status-file.ts";

/** What the person wants. */
export const desiredSchema = z.enum(["up", "down"]);
/** What the supervisor is doing about it. */
export const phaseSchema = z.enum([
	"stopped",
	"starting",
	"running",
	"backing-off",
	"stopping",
	"stop-failed",
	"exited",
	"failed",
	"conflict",
]);
/** How the running process is. */
export const healthSchema = z.enum(["unknown", "ready", "degraded", "hung", "waiting"]);
export const exitCauseSchema = z.enum(["user", "crash", "oom", "watchdog", "update", "config", "unknown"]);

export const lastExitSchema = z.object({
	code: z.number().int().nullable(),
	signal: z.string().nullable(),
	cause: exitCauseSchema,
	at: z.string(),
	/** True when the daemon ignored the polite signal and had to be killed. */
	forced: z.boolean(),
	/** Processes of the tree that outlived the stop: pid and command. Empty in the good case. */
	survivors: z.array(z.object({ pid: z.number().int(), command: z.string() })),
});
export type LastExit = z.infer<typeof lastExitSchema>;

/** The evidence that a running process is the one that was started: null is "could not be read". */
export const identityMarksSchema = z.object({
	boot: z.boolean().nullable(),
	startTime: z.boolean().nullable(),
	executable: z.boolean().nullable(),
	instance: z.boolean().nullable(),
});
export type IdentityMarks = z.infer<typeof identityMarksSchema>;

/**
 * One daemon as `status --json`, `GET /api/v1/status` and the browser see it. Four separate facts (desired, phase,
 * health, activity), never one enum. What is not known is null. Times are ISO 8601 UTC with milliseconds.
 */
export const daemonStatusSchema = z.object({
	name: z.string(),
	desired: desiredSchema,
	phase: phaseSchema,
	health: healthSchema,
	/** Why it is not simply running, in one sentence with the mend; null when there is nothing to say. */
	reason: z.string().nullable(),
	pid: z.number().int().nullable(),
	startedAt: z.string().nullable(),
	uptimeSeconds: z.number().nullable(),
	/** True when this dashboard found the process running and verified it, instead of starting it. */
	adopted: z.boolean(),
	/** 100 is one core; the whole process tree. */
	cpuPercent: z.number().nullable(),
	/** Resident bytes of the whole process tree. */
	memoryBytes: z.number().nullable(),
	activity: activitySchema.nullable(),
	task: z
		.object({
			id: z.string(),
			title: z.string(),
			startedAt: z.string().nullable(),
			progress: z.number().nullable(),
		})
		.nullable(),
	waitingOn: z.array(z.string()),
	/** Automatic restarts since the last start by a person. */
	restarts: z.number().int(),
	/** Failures in a row, since it was last stable. */
	failures: z.number().int(),
	nextRetryAt: z.string().nullable(),
	lastExit: lastExitSchema.nullable(),

	/** The evidence for "same process". */
	identity: identityMarksSchema.nullable(),
	/** When the daemon last wrote its status file. */
	heartbeatAt: z.string().nullable(),
	/** The daemon's own one-line message. */
	message: z.string().nullable(),
	/** What keeps the daemon from working, in its own words. */
	problem: z.string().nullable(),
	plan: z.array(planEntrySchema),
	/** It was started with other settings than config.json has now: they hold from its next start. */
	restartNeeded: z.boolean(),
	/** When its settings have it restarted next; null when they do not. */
	nextScheduledAt: z.string().nullable(),
	/** When a stop in progress will use force. */
	forceAt: z.string().nullable(),
	/** How many failures lead to `failed`. */
	failureLimit: z.number().int().nullable(),
	/** Bytes, from the configuration; null when unlimited. */
	memoryLimitBytes: z.number().nullable(),
	/** The folder the daemon works in. */
	workspace: z.string().nullable(),
});
export type DaemonStatus = z.infer<typeof daemonStatusSchema>;

export const dashboardStatusSchema = z.object({
	running: z.boolean(),
	pid: z.number().int().nullable(),
	url: z.string().nullable(),
	version: z.string().nullable(),
	startedAt: z.string().nullable(),
});
export type DashboardStatus = z.infer<typeof dashboardStatusSchema>;

/** Something the person should know that is not a question: a configuration with a mistake, a full disk. */
export const problemSchema = z.object({
	/** Stable, so that the same problem is shown once: `config`, `database`, `disk`. */
	id: z.string(),
	severity: z.enum(["warning", "error"]),
	/** One sentence: what is wrong and what to do. */
	text: z.string(),
	since: z.string(),
});

export const statusSchema = z.object({
	dashboard: dashboardStatusSchema,
	daemons: z.array(daemonStatusSchema),
	/** Empty while no dashboard runs that could notice any. */
	problems: z.array(problemSchema),
});
export type Status = z.infer<typeof statusSchema>;

/** Names are used as folder names and in URLs. */
export const daemonNameSchema = z
	.string()
	.regex(
		/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
		"a daemon's name has letters, digits, dot, dash or underscore, at most 64",
	);
