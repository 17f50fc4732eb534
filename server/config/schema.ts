import { z } from "zod";
import { daemonNameSchema } from "../contract/daemon.ts";
import { DURATION, parseDuration, parseSize, SIZE } from "./quantities.ts";

/** What Nightshift listens on when nothing else is said. */
export const DEFAULT_HOST = "127.0.0.1";
export const DEFAULT_PORT = 4310;

/** Signals a program can take as a request to stop, plus the one it cannot refuse. */
const STOP_SIGNALS = ["SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGKILL"] as const;

/** The built-in programs of this version. */
const PROGRAMS = ["code-developer"] as const;

/** A loopback address: Nightshift is for the person at this machine. */
const LOOPBACK = /^(127(\.\d{1,3}){3}|::1|localhost)$/;

const duration = z
	.string()
	.regex(DURATION, 'must be a duration such as "500ms", "10s", "2m" or "12h"')
	.transform((text, context) => {
		const value = parseDuration(text);
		if (value !== null && value > 0) return value;
		context.addIssue({ code: "custom", message: 'must be more than nothing and at most "24d"' });
		return z.NEVER;
	});
const size = z
	.string()
	.regex(SIZE, 'must be a size such as "512MiB" or "1GB"')
	.transform((text) => parseSize(text) ?? 0);

const argv = z.array(z.string().min(1, "must not be empty")).min(1, "must name the program, then its arguments");
const environment = z.record(z.string(), z.string());

export const hostSchema = z
	.string()
	.regex(LOOPBACK, 'must be an address of this machine only: "127.0.0.1", "::1" or "localhost"');
export const portSchema = z.number().int().min(0).max(65_535);

/** A program of a later version deserves a better answer than "unknown". */
function describeProgram({ input }: { input?: unknown }): string | undefined {
	return input === "chat-monitor"
		? '"chat-monitor" is not part of this version yet: take this daemon out for now'
		: undefined;
}

const backoffSchema = z.strictObject({
	initial: duration.optional().describe("The first delay."),
	factor: z.number().min(1).max(100).optional().describe("Each delay is this many times the one before."),
	max: duration.optional().describe("No delay is longer."),
	jitter: z.number().min(0).max(1).optional().describe("The share of a delay that is random, 0 to 1."),
});

const daemonSchema = z.strictObject({
	program: z.enum(PROGRAMS, { error: describeProgram }).optional().describe("A built-in program."),
	command: argv.optional().describe("A program of your own and its arguments; never a shell line."),
	cwd: z.string().min(1).optional().describe("Working directory of a command; relative to this file's folder."),
	env: environment.optional().describe("Environment variables added to those of the dashboard."),
	autostart: z.boolean().optional().describe("Start together with the dashboard."),
	workspace: z.string().min(1).optional().describe("Of code-developer: the git repository it works on."),
	agent: z
		.strictObject({
			command: argv.describe("A coding agent that speaks the Agent Client Protocol over standard input and output."),
			env: environment.optional(),
		})
		.nullable()
		.optional()
		.describe("Of code-developer: its coding agent; null is the built-in runbook agent."),
	stop: z
		.strictObject({
			signal: z.enum(STOP_SIGNALS).optional().describe("The polite request to stop."),
			timeout: duration.optional().describe("After this long, force is used."),
		})
		.optional(),
	restart: z
		.strictObject({
			on: z.enum(["failure", "always", "never"]).optional().describe("Which endings are followed by a restart."),
			backoff: backoffSchema.optional(),
			limit: z
				.strictObject({ failures: z.number().int().min(1).optional(), within: duration.optional() })
				.optional()
				.describe("More failures than this within that time: it is left alone and shown as failed."),
			stableAfter: duration.optional().describe("Up for this long, the failures before are forgotten."),
		})
		.optional(),
	ready: z
		.strictObject({
			heartbeat: z.boolean().optional().describe("Counts as ready only once it has written its status file."),
			timeout: duration.optional(),
		})
		.optional(),
	live: z
		.strictObject({
			heartbeat: duration.nullable().optional().describe("A status file older than this means hung; null: never."),
			http: z.null("is not available in this version: leave it out or set it to null").optional(),
			exec: z.null("is not available in this version: leave it out or set it to null").optional(),
			onHang: z.enum(["report", "restart"]).optional(),
		})
		.optional(),
	limits: z.strictObject({ memory: size.nullable().optional().describe("Of the whole process tree.") }).optional(),
});

/** `config.json` as a person writes it: everything may be left out. */
export const configFileSchema = z
	.strictObject({
		$schema: z.string().optional().describe("Where an editor finds this schema."),
		dashboard: z
			.strictObject({
				host: hostSchema.optional().describe(`Default ${DEFAULT_HOST}.`),
				port: portSchema.optional().describe(`Default ${DEFAULT_PORT}; 0 takes any free port.`),
			})
			.optional(),
		daemons: z.record(daemonNameSchema, daemonSchema).optional().describe("The programs to look after, by name."),
	})
	.meta({ title: "Nightshift's config.json" });

export type ConfigFile = z.output<typeof configFileSchema>;
export type DaemonFile = z.output<typeof daemonSchema>;
