import { z } from "zod";
import { daemonNameSchema } from "../contract/daemon.ts";
import { recordSchema } from "./record-schema.ts";
import { age, argv, duration, environment, httpAddress, schedule, size, tcpAddress } from "./values.ts";
import { agentSchema, workSchema } from "./work-schema.ts";

/** Signals a program can take as a request to stop, plus the one it cannot refuse. */
const STOP_SIGNALS = ["SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGKILL"] as const;

/** The built-in programs. */
const PROGRAMS = ["code-developer", "chat-monitor"] as const;

const stop = z.strictObject({
	signal: z.enum(STOP_SIGNALS).optional().describe("The polite request to stop."),
	timeout: duration.optional().describe("After this long, force is used."),
});

const restart = z.strictObject({
	on: z.enum(["failure", "always", "never"]).optional().describe("Which endings are followed by a restart."),
	backoff: z
		.strictObject({
			initial: duration.optional().describe("The first delay."),
			factor: z.number().min(1).max(100).optional().describe("Each delay is this many times the one before."),
			max: duration.optional().describe("No delay is longer."),
			jitter: z.number().min(0).max(1).optional().describe("The share of a delay that is random, 0 to 1."),
		})
		.optional(),
	limit: z
		.strictObject({ failures: z.number().int().min(1).optional(), within: duration.optional() })
		.optional()
		.describe("More failures than this within that time: it is left alone and shown as failed."),
	stableAfter: duration.optional().describe("Up for this long, the failures before are forgotten."),
	schedule: schedule
		.nullable()
		.optional()
		.describe("Restarted at these times while it runs, in cron's form and the machine's time zone."),
});

const ready = z
	.strictObject({
		heartbeat: z.boolean().optional().describe("It must have written its status file."),
		http: httpAddress.nullable().optional().describe("This address must answer with a status from 200 to 399."),
		tcp: tcpAddress.nullable().optional().describe("This address must take a connection."),
		exec: argv.nullable().optional().describe("This program must end with 0."),
		log: z.string().min(1).nullable().optional().describe("A line of its log must contain this text."),
		interval: duration.optional().describe("The pause between two looks."),
		timeout: duration.optional().describe("Not ready after this long: it is shown as degraded, and looked at further."),
	})
	.describe("When it counts as started. All that is set must hold.");

const live = z
	.strictObject({
		heartbeat: duration.nullable().optional().describe("A status file older than this means hung; null: never."),
		progress: duration
			.nullable()
			.optional()
			.describe("Says it is working, and its progressCounter stands still for this long: hung; null: never."),
		http: httpAddress.nullable().optional().describe("This address must answer with a status from 200 to 399."),
		exec: argv.nullable().optional().describe("This program must end with 0."),
		interval: duration.optional().describe("The pause between two looks of http and exec."),
		timeout: duration.optional().describe("A look of http or exec that takes longer has failed."),
		failures: z.number().int().min(1).max(1000).optional().describe("So many looks in a row must fail to mean hung."),
		onHang: z.enum(["report", "restart"]).optional(),
	})
	.describe("How it is seen that it still works.");

const logs = z.strictObject({
	maxSize: size.optional().describe("A log larger than this is rotated."),
	maxAge: age.nullable().optional().describe("So is one whose oldest line is older than this; null: never."),
	keep: z.number().int().min(0).max(10_000).optional().describe("So many rotated files are kept."),
	keepFor: age.nullable().optional().describe("And none longer than this; null: no matter how old."),
	compress: z.boolean().optional().describe("Rotated files are compressed with gzip."),
});

export const daemonSchema = z.strictObject({
	program: z.enum(PROGRAMS).optional().describe("A built-in program."),
	command: argv.optional().describe("A program of your own and its arguments; never a shell line."),
	cwd: z.string().min(1).optional().describe("Working directory of a command; relative to this file's folder."),
	env: environment.optional().describe("Environment variables added to those of the dashboard."),
	autostart: z.boolean().optional().describe("Start together with the dashboard."),
	after: z
		.array(daemonNameSchema)
		.optional()
		.describe("Started with the dashboard, it waits until these are ready, or have failed."),
	workspace: z.string().min(1).optional().describe("Of code-developer: the git repository it works on."),
	agent: agentSchema
		.nullable()
		.optional()
		.describe("Of code-developer: its coding agent; null is the built-in runbook agent."),
	work: workSchema.optional().describe("Of code-developer: how it goes about its work."),
	record: recordSchema.optional().describe("Of chat-monitor: what it records, and how."),
	stop: stop.optional(),
	restart: restart.optional(),
	ready: ready.optional(),
	live: live.optional(),
	limits: z.strictObject({ memory: size.nullable().optional().describe("Of the whole process tree.") }).optional(),
	logs: logs.optional(),
});

/** One daemon of `config.json` as a person writes it: everything may be left out. */
export type DaemonFile = z.output<typeof daemonSchema>;
